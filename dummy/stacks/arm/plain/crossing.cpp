// ARM, and Thumb with all of its instructions, where there are no floating-point registers.
#include "arm/crossing.hpp"

namespace weft::backend {

extern const std::size_t weft_crossing_size = 10;

[[gnu::naked]] void weft_cross(void** /*r0*/, void* /*r1*/) noexcept {
    asm volatile("push {r4-r12, lr}\n\t" // r12, so that the stack stays aligned to eight bytes
                 "mov r2, sp\n\t"
                 "str r2, [r0]\n\t"
                 "mov sp, r1\n\t"
                 "pop {r4-r12, pc}");
}

} // namespace weft::backend
