// The sleep of the whole process.
#pragma once

#include <cstdint>

#include "clock.hpp"

namespace weft::backend {

/// Sleeps until the deadline, or until SIGINT's handler has changed `word` from `expected`. May
/// return early.
void sleep_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline);

/// For SIGINT's handler, when it has changed `word`.
void wake_sleeper(const std::uint32_t& word) noexcept;

} // namespace weft::backend
