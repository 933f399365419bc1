// What a debugger shows a thread by.
#pragma once

#include <array>

#include "thread_record.hpp"

namespace weft::backend {

/// 15 characters and a 0: as many as Linux has room for.
using shown_name = std::array<char, 16>;

/// The function that the thread was started with, without its parameters: "main::lambda",
/// "count_words". "weft #5", where the system has no name at hand, as of plain functions on
/// Windows, and of most in a stripped program. Looked for once a function.
shown_name shown_name_of(const thread_record& thread) noexcept;

} // namespace weft::backend
