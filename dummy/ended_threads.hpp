// Who held a lock when it ended, for reports.
#pragma once

#include <array>
#include <cstdint>

#include "thread_record.hpp"

namespace weft::backend {

struct ended_thread {
    ident_t ident = 0;
    detail::started_function started;
};

/// The last that ended of those whose idents end in the same eight bits.
extern constinit std::array<ended_thread, 256> ended_threads;

inline void remember_ended(const thread_record& thread) noexcept {
    ended_threads[thread.ident % ended_threads.size()] = {thread.ident, thread.started};
}

/// The thread that ended while it held the lock with this word, or null where it is forgotten.
const ended_thread* ended_holder(std::uint32_t word) noexcept;

} // namespace weft::backend
