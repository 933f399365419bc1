#include <array>

#include "policies.hpp"

namespace weft {

namespace {

class mixed final : public policy_chooser {
  public:
    backend::chooser& begin(std::uint64_t seed) override {
        policy_chooser& now = runs_ == 0 ? *first_ : *turns_[(runs_ - 1) % turns_.size()];
        ++runs_;
        return now.begin(seed);
    }
    bool end(std::size_t choices) override {
        for (const auto& each : turns_)
            each->end(choices);
        return true;
    }

  private:
    const std::unique_ptr<policy_chooser> first_ = make_first_in_line();
    const std::array<std::unique_ptr<policy_chooser>, 5> turns_{
        make_random_walk(), make_priorities(2), make_priorities(3), make_priorities(4),
        make_partial_order()};
    std::size_t runs_ = 0;
};

} // namespace

std::unique_ptr<policy_chooser> make_mix() {
    return std::make_unique<mixed>();
}

} // namespace weft
