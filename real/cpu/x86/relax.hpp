// What a thread of an x86 processor does while it spins.
#pragma once

namespace weft::backend {

inline void relax() {
    __builtin_ia32_pause();
}

} // namespace weft::backend
