// Floating-point control by the C library: the whole environment, also where contexts switch some
// of it.
#pragma once

#include <cfenv>

namespace weft::backend {

class float_state {
  public:
    static constexpr bool switched_by_context = false;

    static float_state taken() {
        float_state state;
        std::fegetenv(&state.environment_);
        return state;
    }

    void put() const { std::fesetenv(&environment_); }

  private:
    std::fenv_t environment_{};
};

} // namespace weft::backend
