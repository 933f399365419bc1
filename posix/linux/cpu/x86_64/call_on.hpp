// Calling a function on another stack.
#pragma once

namespace weft::posix {

/// Whether that can be done here.
inline constexpr bool can_call_on = true;

/// Calls `function(argument)` on the stack that ends at `top`. Nothing is unwound from there to
/// here. Never inlined, so that the frame of who calls is none that moves.
[[gnu::noinline]] inline void call_on(void* top, void (*function)(void*) noexcept, void* argument) {
    // What the caller has is found again by the frame's register, which `function` keeps.
    asm volatile("movq %%rsp, %%rbx\n\t"
                 "movq %[top], %%rsp\n\t"
                 "call *%[function]\n\t"
                 "movq %%rbx, %%rsp"
                 : "+D"(argument), [top] "+r"(top), [function] "+r"(function)
                 :
                 : "rax", "rbx", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "memory", "cc",
                   "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                   "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

} // namespace weft::posix
