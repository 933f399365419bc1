// The same for all instruction sets.
#include "arm/crossing.hpp"

namespace weft::backend {

[[gnu::naked]] void weft_begin() noexcept {
    asm volatile("bl weft_begun");
}

[[gnu::naked]] std::uintptr_t weft_call_on(void* /*r0*/, std::uintptr_t (* /*r1*/)(std::uintptr_t),
                                           std::uintptr_t /*r2*/) {
    asm volatile("push {r4, lr}\n\t"
                 "mov r4, sp\n\t"
                 "mov sp, r0\n\t"
                 "mov r0, r2\n\t"
                 "blx r1\n\t"
                 "mov sp, r4\n\t"
                 "pop {r4, pc}");
}

} // namespace weft::backend
