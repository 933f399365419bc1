// What a thread does while it spins, on a processor that has no instruction for it.
#pragma once

namespace weft::backend {

inline void relax() {
    asm volatile("" ::: "memory");
}

} // namespace weft::backend
