// Threads whose functions run inside `start_new_thread`.
#include <array>
#include <cstddef>

#include "backend.hpp"
#include "holder.hpp"
#include "threads.hpp"

namespace weft {

constinit std::uint32_t detail::sole_holder = backend::held_by(main_ident);

namespace backend {

namespace {

constinit inline_thread main_thread{.record = {.ident = main_ident}, .starter = nullptr};
constinit inline_thread* current = &main_thread;

/// The last threads that ended, for reports on locks that they left behind.
constinit std::array<thread_record, 256> ended{};
constinit std::size_t next_ended = 0;

void run(inline_thread& thread) noexcept {
    current = &thread;
    detail::sole_holder = held_by(thread.record.ident);
}

/// Runs as a thread for a scope, which the system may unwind.
class running_inline {
  public:
    explicit running_inline(const thread_record& record) : thread_{record, current} {
        run(thread_);
    }
    ~running_inline() {
        run(*thread_.starter);
        ended[next_ended++ % ended.size()] = thread_.record;
    }
    running_inline(const running_inline&) = delete;
    running_inline& operator=(const running_inline&) = delete;

  private:
    inline_thread thread_;
};

} // namespace

inline_thread& running() noexcept {
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

std::optional<holder> holder_of(std::uint32_t word) {
    for (const inline_thread* t = current; t != nullptr; t = t->starter) {
        if (holds(t->record.ident, word))
            return holder{t->record, false};
    }
    for (const thread_record& record : ended) {
        if (record.ident != 0 && holds(record.ident, word))
            return holder{record, true};
    }
    return std::nullopt;
}

void yield() noexcept {}

std::errc check_stack_size(std::size_t) noexcept {
    return std::errc::not_supported;
}

} // namespace backend

} // namespace weft
