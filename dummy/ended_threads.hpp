// Who held a lock when it ended, for reports.
#pragma once

#include <cstdint>

#include "thread_record.hpp"

namespace weft::backend {

struct ended_thread {
    ident_t ident = 0;
    detail::started_function started;
};

/// Keeps the last 256 of them.
void remember_ended(const ended_thread& thread) noexcept;

/// The thread that ended while it held the lock with this word, or null where it is forgotten.
const ended_thread* ended_holder(std::uint32_t word) noexcept;

} // namespace weft::backend
