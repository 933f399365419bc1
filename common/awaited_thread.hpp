// Starting a thread as the standard has it: one that others may wait for, and that ends the program
// by what leaves its function.
#pragma once

#include <cstddef>
#include <cstdint>

#include "owned_task.hpp"
#include "thread_end.hpp"
#include "thread_record.hpp"

namespace weft {

/// What others know of it. From its start on, it has `ended` called when the thread's thread_local
/// objects are destroyed, too.
struct awaited_thread : thread_end {
    std::uint32_t word = 0; ///< `owner_word` of the thread, until somebody makes it 0
    ident_t ident = 0;
    detail::started_function started{};
    std::size_t stack_size = 0; ///< that it asks for; 0: what `weft::stack_size` says

  protected:
    ~awaited_thread() = default;
};

/// As `detail::start`, but no interruption point. Has `awaited` filled in before the thread begins.
/// Throws std::system_error, `resource_unavailable_try_again`, where the system refuses.
void start(owned_task work, awaited_thread& awaited);

/// Before a wait for the end. In the thread itself, throws std::system_error,
/// `resource_deadlock_would_occur`.
void refuse_own_end(const awaited_thread& awaited);

} // namespace weft
