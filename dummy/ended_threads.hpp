// Who held a lock when it ended, for reports.
#pragma once

#include <cstdint>

#include "thread_record.hpp"

namespace weft::backend {

/// Keeps the last 256 of them.
void remember_ended(const thread_record& thread) noexcept;

/// The thread that ended while it held the lock with this word, or null where it is forgotten.
const thread_record* ended_holder(std::uint32_t word) noexcept;

} // namespace weft::backend
