// ARM, and Thumb with all of its instructions, where functions keep floating-point registers.
#include "arm/crossing.hpp"

namespace weft::backend {

extern const std::size_t weft_crossing_size = 10 + 16;

[[gnu::naked]] void weft_cross(void** /*r0*/, void* /*r1*/) noexcept {
    asm volatile("push {r4-r12, lr}\n\t" // r12, so that the stack stays aligned to eight bytes
                 "vpush {d8-d15}\n\t"
                 "mov r2, sp\n\t"
                 "str r2, [r0]\n\t"
                 "mov sp, r1\n\t"
                 "vpop {d8-d15}\n\t"
                 "pop {r4-r12, pc}");
}

} // namespace weft::backend
