// Each of those that can go on, with the same probability.
#pragma once

#include "policies.hpp"
#include "random.hpp"

namespace weft {

/// Policies that choose at random are made of this: by it they choose what they say nothing of.
class random_walk : public policy_chooser, protected backend::chooser {
  public:
    backend::chooser& begin(std::uint64_t seed) override {
        numbers = random_numbers(seed);
        return *this;
    }
    std::size_t next(able_threads able, bool may_stay) override {
        // Accesses are so many that main, which has few, would nearly always be the first to end.
        constexpr unsigned accesses_before_another = 4;
        if (may_stay && is_access(able[0]->next.what) &&
            numbers.below(accesses_before_another) != 0)
            return 0;
        return numbers.below(able.size());
    }
    std::size_t choose(std::size_t n) override { return numbers.below(n); }
    bool end(std::size_t) override { return true; }

  protected:
    random_numbers numbers;
};

} // namespace weft
