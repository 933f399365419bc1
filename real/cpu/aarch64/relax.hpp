// What a thread of a 64-bit ARM processor does while it spins.
#pragma once

namespace weft::backend {

inline void relax() {
    asm volatile("isb" ::: "memory"); // as long as x86's pause; `yield` takes no time
}

} // namespace weft::backend
