// Calls of the system by their numbers.
#pragma once

namespace weft::posix {

struct system_call {
    long number;
    long arguments[6];
};

/// As `syscall` of the C library, which is ours: -1, with errno, where the system refuses.
long call_system(const system_call& call) noexcept;

} // namespace weft::posix
