// Waits on words of the program, as futexes are.
#pragma once

#include <cstdint>

#include "clock.hpp"

namespace weft::posix {

/// Waits while the word holds `expected`, until `wake_word` or the deadline: 0, EAGAIN where it
/// holds something else, or ETIMEDOUT. Throws `deadlock` and `interrupted_wait`.
int wait_on_word(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline);

/// Wakes as many, and returns how many there were.
std::uint32_t wake_word(const std::uint32_t* word, std::uint32_t count);

} // namespace weft::posix
