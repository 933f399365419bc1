// Whether a thread looks at atomics again and again, and waits for another to change them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "stores.hpp"

namespace weft::accesses {

class polling {
  public:
    /// It comes to an operation at `place` on the object.
    void comes_to(std::uintptr_t place, std::uintptr_t object) {
        for (at_ = 0; at_ < used_; ++at_) {
            if (all_[at_].place == place && all_[at_].object == object)
                return;
        }
        if (used_ == all_.size())
            used_ = 0; // so many in a loop are not taken for one
        at_ = used_++;
        all_[at_] = {place, object, 0, 0};
    }

    /// The operation has changed nothing, as the value is still this.
    void found(any_value value) {
        looked& here = all_[at_];
        here.times = here.value == value ? here.times + 1 : 1;
        here.value = value;
    }

    [[nodiscard]] bool is_polling() const { return all_[at_].times > most_times; }

    /// It has done something.
    void ends() {
        used_ = at_ = 0;
        all_[0].times = 0;
    }

  private:
    static constexpr unsigned most_times = 3;

    struct looked {
        std::uintptr_t place = 0;
        std::uintptr_t object = 0;
        any_value value = 0;
        unsigned times = 0;
    };

    std::array<looked, 8> all_{};
    std::size_t used_ = 0;
    std::size_t at_ = 0; ///< where it is
};

} // namespace weft::accesses
