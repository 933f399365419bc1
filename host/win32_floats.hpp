// How floating-point numbers are computed, by the C library: precision, rounding, and what traps.
#pragma once

#include <cfenv>

namespace weft::host {

class floats {
  public:
    static floats taken() {
        floats now;
        std::fegetenv(&now.environment_);
        now.rounding_ = std::fegetround();
        return now;
    }

    void put() const {
        std::fesetenv(&environment_);
        std::fesetround(rounding_); // as MinGW-w64's fesetenv forgets the rounding of SSE
    }

  private:
    std::fenv_t environment_{};
    int rounding_ = 0;
};

} // namespace weft::host
