#include <array>

#include "policies.hpp"

namespace weft {

namespace {

class mixed final : public policy_chooser {
  public:
    void begin(std::uint64_t seed) override {
        now_ = runs_ == 0 ? first_.get() : turns_[(runs_ - 1) % turns_.size()].get();
        ++runs_;
        now_->begin(seed);
    }
    std::size_t next(able_threads able, bool may_stay) override {
        return now_->next(able, may_stay);
    }
    std::size_t choose(std::size_t n) override { return now_->choose(n); }
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
    policy_chooser* now_ = nullptr;
};

} // namespace

std::unique_ptr<policy_chooser> make_mix() {
    return std::make_unique<mixed>();
}

} // namespace weft
