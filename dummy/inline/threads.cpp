#include "threads.hpp"

#include "backend.hpp"
#include "ended_threads.hpp"
#include "holder.hpp"

namespace weft {

constinit std::uint32_t detail::sole_holder = backend::held_by(main_ident);
const bool detail::ends_inside_start = true;

namespace backend {

namespace {

constinit thread_record main_record{.ident = main_ident};
constinit const inline_thread main_thread{.record = main_record, .starter = nullptr};
constinit const inline_thread* current = &main_thread;

void run(const inline_thread& thread) noexcept {
    current = &thread;
    detail::sole_holder = held_by(thread.record.ident);
}

/// Runs as a thread for a scope, which the system may unwind.
class running_inline {
  public:
    explicit running_inline(thread_record& record)
        : thread_{record, current}, name_{record.ident, record.started} {
        run(thread_);
    }
    ~running_inline() {
        run(*thread_.starter);
        remember_ended(name_);
    }
    running_inline(const running_inline&) = delete;
    running_inline& operator=(const running_inline&) = delete;

  private:
    const inline_thread thread_;
    const ended_thread name_; ///< outlives the record
};

} // namespace

const inline_thread& running() noexcept {
    return *current;
}

thread_record& self() noexcept {
    return current->record;
}

std::error_code spawn(thread_start& start, std::size_t) {
    const running_inline thread(start.record);
    start.body(start);
    return {};
}

void yield() noexcept {}

std::errc check_stack_size(std::size_t) noexcept {
    return std::errc::not_supported;
}

} // namespace backend

} // namespace weft
