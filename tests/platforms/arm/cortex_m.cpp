// How a Cortex-M begins: with the stack and the handlers that its vectors name. The rest is
// newlib's, whose crt0 knows of semihosting.
#include <cstdint>
#include <cstdlib>

extern "C" {

extern std::uint32_t __stack;
[[noreturn]] void _start();

[[noreturn]] void reset() {
    // The floating-point unit is off until its coprocessors, 10 and 11, are given to the program.
    *reinterpret_cast<volatile std::uint32_t*>(0xE000ED88) = 0xF << 20;
    asm volatile("dsb; isb");
    _start();
}

[[gnu::naked]] std::uintptr_t semihosting(std::uintptr_t /*r0*/, void* /*r1*/) {
    asm volatile("bkpt 0xab\n\t"
                 "bx lr");
}

/// Of a board that knows more of it, in another file.
[[gnu::weak]] void fault() {
    std::abort();
}
}

namespace {

using handler = void (*)();

struct vectors {
    std::uint32_t* stack;
    handler handlers[15]; // of exceptions: the processor's own
};

[[gnu::used, gnu::section(".vectors")]] constexpr vectors all{
    &__stack, {reset, fault, fault, fault, fault, fault}};

} // namespace
