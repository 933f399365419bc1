// Threads by POSIX.
#include <algorithm>
#include <cerrno>
#include <climits>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "backend.hpp"
#include "self.hpp"
#include "show_name.hpp"
#include "spawn.hpp"
#include "stack_memory.hpp" // the system's

namespace weft::backend {

namespace {

extern "C" void* run(void* argument) {
    auto& start = *static_cast<thread_start*>(argument);
    become(start.record);
    show_name(start.record);
    start.run(self());
    return nullptr;
}

/// What the system is to be asked for: it wants whole pages. 0, which no system takes, where that
/// does not fit a size_t.
std::size_t size_to_ask_for(std::size_t size) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return (std::max(size, static_cast<std::size_t>(PTHREAD_STACK_MIN)) + page - 1) / page * page;
}

/// Attributes of a thread that nobody joins; `error` says why there are none.
struct attributes {
    explicit attributes(std::size_t stack_size) : error(pthread_attr_init(&value)) {
        if (error != 0)
            return;
        error = pthread_attr_setdetachstate(&value, PTHREAD_CREATE_DETACHED);
        if (error == 0 && stack_size != 0)
            error = pthread_attr_setstacksize(&value, size_to_ask_for(stack_size));
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

void spawn(thread_start& start, std::size_t stack_size) {
    const attributes detached(stack_size);
    int error = detached.error;
    if (error == 0 && !has_stack_memory(detached.value))
        error = EAGAIN;
    pthread_t thread;
    if (error == 0)
        error = pthread_create(&thread, &detached.value, run, &start);
    if (error != 0)
        start.refused({error, std::generic_category()});
}

std::errc check_stack_size(std::size_t size) noexcept {
    return static_cast<std::errc>(attributes(size).error);
}

unsigned concurrency() noexcept {
    return static_cast<unsigned>(std::max(sysconf(_SC_NPROCESSORS_ONLN), 0L));
}

void yield() noexcept {
    sched_yield();
}

} // namespace weft::backend
