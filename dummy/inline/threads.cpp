#include "threads.hpp"

#include "backend.hpp"
#include "ended_threads.hpp"
#include "holder.hpp"

namespace weft {

constinit std::uint32_t detail::sole_holder = backend::held_by(main_ident);

namespace backend {

namespace {

constinit inline_thread main_thread{.record = {.ident = main_ident}, .starter = nullptr};
constinit inline_thread* current = &main_thread;

void run(inline_thread& thread) noexcept {
    current = &thread;
    detail::sole_holder = held_by(thread.record.ident);
}

/// Runs as a thread for a scope, which the system may unwind.
class running_inline {
  public:
    explicit running_inline(const thread_record& record)
        : starter_(*current), thread_{record, &starter_} {
        run(thread_);
    }
    ~running_inline() {
        run(starter_);
        remember_ended(thread_.record);
    }
    running_inline(const running_inline&) = delete;
    running_inline& operator=(const running_inline&) = delete;

  private:
    inline_thread& starter_;
    inline_thread thread_;
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
