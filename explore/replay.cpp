#include <utility>

#include "policies.hpp"

namespace weft {

namespace {

class replay final : public policy_chooser, backend::chooser {
  public:
    explicit replay(std::vector<backend::deviation> made) : made_(std::move(made)) {}

    backend::chooser& begin(std::uint64_t) override {
        told_ = 0;
        chosen_access = next_told();
        return *this;
    }
    std::size_t next(able_threads able, bool) override { return choose(able.size()); }
    std::size_t choose(std::size_t n) override {
        while (next_told() < at)
            ++told_;
        if (next_told() != at)
            return 0;
        const std::size_t chosen = made_[told_++].chosen;
        chosen_access = next_told();
        return chosen < n ? chosen : 0;
    }
    bool end(std::size_t) override { return false; }

  private:
    [[nodiscard]] std::size_t next_told() const {
        constexpr std::size_t none = any - 1;
        return told_ == made_.size() ? none : made_[told_].at;
    }

    const std::vector<backend::deviation> made_;
    std::size_t told_ = 0;
};

} // namespace

std::unique_ptr<policy_chooser> make_replay(const std::vector<backend::deviation>& made) {
    return std::make_unique<replay>(made);
}

} // namespace weft
