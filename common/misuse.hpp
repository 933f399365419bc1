// What a program must not do, where the standard leaves open what comes of it.
#pragma once

#include <cstdint>
#include <string>

namespace weft {

/// Prints which thread did it, `what`, and where; while it is explored, the run fails by it, and
/// this does not return. `what` goes on after the thread's name: "unlocks mutex 0x..., which is not
/// locked".
void say_misuse(const std::string& what) noexcept;

/// The same, and aborts.
[[noreturn]] void misused(const std::string& what) noexcept;

/// "mutex 0x...", for a message.
std::string named(const char* what, const void* object);

/// "main", or "#2": who holds a word, as that tells (`owner_word`).
std::string owner_name(std::uint32_t word);

} // namespace weft
