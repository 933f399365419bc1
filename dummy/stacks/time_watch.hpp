// Whether a time has come, asked at every switch: the clock takes as long as the switch itself.
#pragma once

#include <algorithm>

#include "clock.hpp"
#include "ticks.hpp" // the processor's

namespace weft::backend {

/// Asks the clock, and measures by it the processor's counter, which says for how long the clock
/// need not be asked again: for half of the time that is left, as the counter may go more slowly
/// than it did.
class time_watch {
  public:
    /// Whether `time` may have come: then `ask` says what time it is.
    [[nodiscard]] bool may_have_come(deadline_t time) const {
        return !has_ticks || time < watched_ || ticks() - asked_ >= silence_;
    }

    /// Returns now.
    deadline_t ask() {
        const deadline_t time = now();
        asked_ = ticks();
        if (time - measured_at_ >= shortest_measure) {
            if (measured_at_ != 0 && asked_ > measured_)
                rate_ = std::min(rate_, static_cast<double>(asked_ - measured_) /
                                            static_cast<double>(time - measured_at_));
            is_measured_ = measured_at_ != 0;
            measured_at_ = time;
            measured_ = asked_;
        }
        last_ = time;
        silence_ = 0;
        return time;
    }

    /// To be called after `ask` with the next time that is waited for.
    void watch(deadline_t time) {
        watched_ = time;
        constexpr deadline_t longest = 1'000'000'000;
        const auto left = static_cast<double>(std::clamp<deadline_t>(time - last_, 0, longest));
        silence_ = is_measured_ ? static_cast<std::uint64_t>(left * rate_ / 2) : 0;
    }

  private:
    static constexpr deadline_t shortest_measure = 100'000;

    deadline_t watched_ = forever;
    deadline_t last_ = 0;        ///< when the clock was asked
    std::uint64_t asked_ = 0;    ///< what the counter showed then
    std::uint64_t silence_ = 0;  ///< by how much more it is to show before the clock is asked again
    deadline_t measured_at_ = 0; ///< the same two, when the rate was measured
    std::uint64_t measured_ = 0;
    bool is_measured_ = false;
    /// Of the counter, per nanosecond: the least that was measured, as the counter may go on where
    /// the clock stands still. None is faster than this.
    double rate_ = 10;
};

} // namespace weft::backend
