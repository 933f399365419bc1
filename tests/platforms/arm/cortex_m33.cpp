// What a Cortex-M33 does at a fault, which may be that a stack has come to its limit.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" {

[[noreturn, gnu::used]] void say_fault() {
    const auto faults = *reinterpret_cast<volatile std::uint32_t*>(0xE000ED28);
    constexpr std::uint32_t below_limit = 1U << 20;
    if ((faults & below_limit) != 0)
        std::fputs("below the limit of the stack\n", stderr);
    std::abort();
}

/// The running stack may be full: it begins another.
[[gnu::naked]] void fault() {
    asm volatile("mov r0, #0\n\t"
                 "msr msplim, r0\n\t"
                 "ldr r0, =__stack\n\t"
                 "msr msp, r0\n\t"
                 "bl say_fault");
}
}
