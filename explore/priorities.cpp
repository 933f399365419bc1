#include "priorities.hpp"

#include <algorithm>
#include <vector>

namespace weft {

namespace {

class change_points final : public by_priorities {
  public:
    explicit change_points(unsigned depth) : points_(depth == 0 ? 0 : depth - 1) {}

    backend::chooser& begin(std::uint64_t seed) override {
        by_priorities::begin(seed);
        at_ = 0;
        lowered_ = lowest_drawn;
        for (std::size_t& each : points_)
            each = numbers.below(length_);
        std::sort(points_.begin(), points_.end());
        next_point_ = points_.begin();
        return *this;
    }

    std::size_t next(able_threads able, bool may_stay) override {
        // Who polls lets all others go first; else it would do so for ever.
        for (backend::stack_thread* const each : able) {
            if (polls(each->next.what) && each->next.thread == last_)
                lower(*each);
        }
        if (next_point_ != points_.end() && at_ >= *next_point_ && may_stay) {
            lower(*able.front());
            ++next_point_;
        }
        ++at_;
        const std::size_t chosen = highest(able);
        if (!hogs(able[chosen]->next.thread))
            return chosen;
        lower(*able[chosen]);
        return highest(able);
    }

    bool end(std::size_t choices) override {
        // The average of some runs, as one that spins is much longer than others.
        length_ = std::max<std::size_t>(1, (7 * length_ + choices + 7) / 8);
        return true;
    }

  private:
    void lower(backend::stack_thread& thread) { thread.next.priority = --lowered_; }

    std::vector<std::size_t> points_; ///< the choices at which the running thread is lowered
    std::vector<std::size_t>::const_iterator next_point_;
    std::size_t length_ = 8; ///< of a run, in choices
    std::size_t at_ = 0;
    std::uint64_t lowered_ = 0;
};

} // namespace

std::unique_ptr<policy_chooser> make_priorities(unsigned depth) {
    return std::make_unique<change_points>(depth);
}

} // namespace weft
