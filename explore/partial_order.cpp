#include "priorities.hpp"

namespace weft {

namespace {

class partial_order final : public by_priorities {
  public:
    std::size_t next(able_threads able, bool) override {
        const std::size_t chosen = spins_ ? numbers.below(able.size()) : highest(able);
        backend::next_step& taken = able[chosen]->next;
        taken.priority = 0;
        for (backend::stack_thread* const each : able) {
            if (taken.object != nullptr && each->next.object == taken.object)
                each->next.priority = 0;
        }
        spins_ = spins_ || hogs(taken.thread);
        return chosen;
    }

    backend::chooser& begin(std::uint64_t seed) override {
        by_priorities::begin(seed);
        spins_ = false;
        return *this;
    }

  private:
    bool spins_ = false;
};

} // namespace

std::unique_ptr<policy_chooser> make_partial_order() {
    return std::make_unique<partial_order>();
}

} // namespace weft
