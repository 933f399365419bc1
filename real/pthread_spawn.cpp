// Threads by POSIX.
#include <algorithm>
#include <climits>
#include <memory>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "backend.hpp"
#include "self.hpp"

namespace weft::backend {

namespace {

struct start {
    thread_record record;
    void (*body)(void*);
    void* argument;
};

extern "C" void* run(void* argument) {
    const start begin = *std::unique_ptr<start>(static_cast<start*>(argument));
    become(begin.record);
    begin.body(begin.argument);
    return nullptr;
}

/// The next size that is a whole number of pages and not below the system's minimum; 0, which no
/// system takes, where that does not fit a size_t.
std::size_t rounded_up(std::size_t size) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const auto smallest = static_cast<std::size_t>(PTHREAD_STACK_MIN);
    return (std::max(size, smallest) + page - 1) / page * page;
}

/// Attributes of a thread that nobody joins; `error` says why there are none.
struct attributes {
    explicit attributes(std::size_t stack_size) : error(pthread_attr_init(&value)) {
        if (error != 0)
            return;
        error = pthread_attr_setdetachstate(&value, PTHREAD_CREATE_DETACHED);
        if (error == 0 && stack_size != 0)
            error = pthread_attr_setstacksize(&value, rounded_up(stack_size));
        if (error != 0)
            pthread_attr_destroy(&value);
    }
    ~attributes() {
        if (error == 0)
            pthread_attr_destroy(&value);
    }
    attributes(const attributes&) = delete;
    attributes& operator=(const attributes&) = delete;

    pthread_attr_t value;
    int error;
};

} // namespace

std::error_code spawn(const thread_record& record, std::size_t stack_size, void (*body)(void*),
                      void* argument) {
    const attributes detached(stack_size);
    if (detached.error != 0)
        return {detached.error, std::generic_category()};
    auto begin = std::make_unique<start>(start{record, body, argument});
    pthread_t thread;
    if (const int error = pthread_create(&thread, &detached.value, run, begin.get()))
        return {error, std::generic_category()};
    static_cast<void>(begin.release());
    return {};
}

std::errc check_stack_size(std::size_t size) noexcept {
    return static_cast<std::errc>(attributes(size).error);
}

void yield() noexcept {
    sched_yield();
}

} // namespace weft::backend
