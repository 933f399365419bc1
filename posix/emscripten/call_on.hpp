// A stack of the program's cannot be called on: WebAssembly's own is not in memory.
#pragma once

#include <cstdlib>

namespace weft::posix {

inline constexpr bool can_call_on = false;

[[noreturn]] inline void call_on(void*, void (*)(void*) noexcept, void*) {
    std::abort();
}

} // namespace weft::posix
