// Starting threads, and what is counted of them.
#include "weft/thread.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "backend.hpp"
#include "hold.hpp"
#include "run_task.hpp"

namespace weft {

namespace {

// Nothing here is ever destroyed: threads may go on while the process ends.
constinit lock_type guard;
constinit ident_t last_ident = main_ident;
constinit std::size_t running = 0;
constinit std::size_t next_stack_size = 0;

/// Counts a thread from before it is started until it has ended.
class counted {
  public:
    counted() {
        const hold held(guard);
        ++running;
    }
    ~counted() {
        const hold held(guard);
        --running;
    }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
};

/// What a thread owns while it runs. The task is destroyed first, so that a thread that is not
/// counted any more has let go of its arguments.
struct running_thread {
    counted count;
    std::unique_ptr<detail::task> work;
};

void thread_main(void* argument) {
    const std::unique_ptr<running_thread> thread(static_cast<running_thread*>(argument));
    run_task(*thread->work);
}

} // namespace

ident_t new_ident() noexcept {
    const hold held(guard);
    return ++last_ident;
}

ident_t detail::start(task* work) {
    std::unique_ptr<task> owned(work);
    auto thread = std::make_unique<running_thread>();
    thread->work = std::move(owned);

    const thread_record record{.ident = new_ident(), .started = work->started};
    const std::size_t size = [] {
        const hold held(guard);
        return next_stack_size;
    }();
    if (const auto refused = backend::spawn(record, size, thread_main, thread.get()))
        throw error("can't start new thread: " + refused.message());
    static_cast<void>(thread.release());

    check_interrupt();
    return record.ident;
}

void detail::refuse_null_function() {
    throw std::invalid_argument("weft::start_new_thread: the function is a null pointer");
}

void exit() {
    throw system_exit();
}

ident_t get_ident() noexcept {
    return backend::self().ident;
}

std::size_t count() noexcept {
    const hold held(guard);
    return running;
}

std::size_t stack_size(std::size_t size) {
    constexpr std::size_t smallest = 32768;
    const bool too_small = size != 0 && size < smallest;
    const std::errc problem = backend::check_stack_size(too_small ? smallest : size);
    if (problem == std::errc::not_supported)
        throw error("setting the stack size of threads is not supported by the " +
                    std::string(backend::name) + " backend");
    if (too_small || problem != std::errc())
        throw std::invalid_argument("weft::stack_size: the size must be 0, or at least 32768 and "
                                    "no larger than the system can take, not " +
                                    std::to_string(size));
    const hold held(guard);
    return std::exchange(next_stack_size, size);
}

std::size_t stack_size() {
    return backend::check_stack_size(0) == std::errc::not_supported ? 0 : stack_size(0);
}

const char* backend_name() noexcept {
    return backend::name;
}

void this_thread::yield() noexcept {
    backend::yield();
}

} // namespace weft
