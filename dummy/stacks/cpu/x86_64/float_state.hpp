// Floating-point control on x86-64: rounding, and what traps, of SSE and of x87. Contexts switch
// them.
#pragma once

namespace weft::backend {

class float_state {
  public:
    static constexpr bool switched_by_context = true;

    static float_state taken() {
        float_state state;
        asm volatile("stmxcsr %0" : "=m"(state.mxcsr_));
        asm volatile("fnstcw %0" : "=m"(state.x87_));
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
