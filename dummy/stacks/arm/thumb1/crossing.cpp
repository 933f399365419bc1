// Thumb as it was first, and is on the smallest processors: it pushes the lower registers only.
#include "arm/crossing.hpp"

namespace weft::backend {

extern const std::size_t weft_crossing_size = 10;

[[gnu::naked]] void weft_cross(void** /*r0*/, void* /*r1*/) noexcept {
    asm volatile("push {r3-r7, lr}\n\t" // r3, so that the stack stays aligned to eight bytes
                 "mov r4, r8\n\t"
                 "mov r5, r9\n\t"
                 "mov r6, r10\n\t"
                 "mov r7, r11\n\t"
                 "push {r4-r7}\n\t"
                 "mov r2, sp\n\t"
                 "str r2, [r0]\n\t"
                 "mov sp, r1\n\t"
                 "pop {r4-r7}\n\t"
                 "mov r8, r4\n\t"
                 "mov r9, r5\n\t"
                 "mov r10, r6\n\t"
                 "mov r11, r7\n\t"
                 "pop {r3-r7, pc}");
}

} // namespace weft::backend
