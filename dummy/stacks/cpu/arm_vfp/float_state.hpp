// Floating-point control of ARM: rounding, and what has happened. newlib's <cfenv> has none of it.
#pragma once

#include <cstdint>

namespace weft::backend {

class float_state {
  public:
    static constexpr bool switched_by_context = false;

    static float_state taken() noexcept {
        float_state state;
        asm volatile("vmrs %0, fpscr" : "=r"(state.fpscr_));
        return state;
    }

    void put() const noexcept { asm volatile("vmsr fpscr, %0" : : "r"(fpscr_)); }

  private:
    std::uint32_t fpscr_ = 0;
};

} // namespace weft::backend
