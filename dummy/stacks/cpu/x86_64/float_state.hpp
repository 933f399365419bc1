// Floating-point control on x86-64: rounding, and what traps, of SSE and of x87. Contexts switch
// them.
#pragma once

namespace weft::backend {

class float_state {
  public:
    static constexpr bool switched_by_context = true;

    static float_state taken() {
        // Not in place: whoever copied both as one would wait until both have been written.
        unsigned mxcsr = 0;
        unsigned short x87 = 0;
        asm volatile("stmxcsr %0" : "=m"(mxcsr));
        asm volatile("fnstcw %0" : "=m"(x87));
        float_state state;
        state.mxcsr_ = mxcsr;
        state.x87_ = x87;
        return state;
    }

    void put() const {
        asm volatile("ldmxcsr %0" : : "m"(mxcsr_));
        asm volatile("fldcw %0" : : "m"(x87_));
    }

  private:
    unsigned mxcsr_ = 0;
    unsigned short x87_ = 0;
};

} // namespace weft::backend
