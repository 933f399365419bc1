// Starting threads where there is one stack: inside `start_new_thread`. Here to be inlined into it.
#pragma once

#include <cstddef>

#include "backend.hpp"
#include "ended_threads.hpp"
#include "holder.hpp"
#include "show_values.hpp" // the system's
#include "threads.hpp"

namespace weft::backend {

inline constexpr bool ends_inside_start = true;

/// Runs as a thread for a scope, which the system may unwind.
class running_inline {
  public:
    // The record is copied piece by piece, as a copy of the whole would wait for what has just been
    // written of it.
    explicit running_inline(const thread_record& started)
        : thread_{{started.ident, {started.started.address, started.started.type}}, current},
          before_(detail::sole_holder) {
        current = &thread_;
        detail::sole_holder = sole_holder_of(started.ident);
        show_values(detail::no_values);
    }
    ~running_inline() {
        end_all(thread_.owed);
        current = thread_.starter;
        show_values(*current->record.locals);
        detail::sole_holder = before_;
        remember_ended(thread_.record);
    }
    running_inline(const running_inline&) = delete;
    running_inline& operator=(const running_inline&) = delete;

    thread_record& record() { return thread_.record; }

  private:
    inline_thread thread_;
    const std::uint32_t before_;
};

inline void spawn(thread_start& start, std::size_t) {
    running_inline thread(start.record);
    // NOLINTNEXTLINE(clang-analyzer-core.StackAddressEscape): who keeps it is destroyed inside.
    start.run(thread.record());
}

} // namespace weft::backend
