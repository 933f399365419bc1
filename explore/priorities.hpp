// Threads that have priorities.
#pragma once

#include <cstdint>

#include "random_walk.hpp"

namespace weft {

class by_priorities : public random_walk {
  public:
    backend::chooser& begin(std::uint64_t seed) override {
        random_walk::begin(seed);
        in_a_row_ = 0;
        return *this;
    }

  protected:
    /// Above all that a thread is lowered to.
    static constexpr std::uint64_t lowest_drawn = std::uint64_t{1} << 32;

    /// Drawn where it has none. Not 0.
    std::uint64_t priority_of(backend::stack_thread& thread) {
        std::uint64_t& priority = thread.next.priority;
        if (priority == 0) [[unlikely]]
            priority = numbers.next() | lowest_drawn;
        return priority;
    }

    std::size_t highest(able_threads able) {
        std::size_t first = 0;
        std::uint64_t most = 0;
        for (std::size_t i = 0; i < able.size(); ++i) {
            const std::uint64_t priority = priority_of(*able[i]);
            if (priority > most) {
                first = i;
                most = priority;
            }
        }
        return first;
    }

    /// Whether a thread goes on and on while others could: it may wait for one of them, spinning.
    bool hogs(unsigned thread) {
        constexpr unsigned most_in_a_row = 1000;
        in_a_row_ = thread == last_ ? in_a_row_ + 1 : 0;
        last_ = thread;
        return in_a_row_ > most_in_a_row;
    }

    unsigned last_ = 0; ///< that was chosen

  private:
    unsigned in_a_row_ = 0;
};

} // namespace weft
