#include <utility>

#include "policies.hpp"

namespace weft {

namespace {

class replay final : public policy_chooser {
  public:
    explicit replay(std::vector<backend::deviation> made) : made_(std::move(made)) {}

    void begin(std::uint64_t) override { at_ = told_ = 0; }
    std::size_t next(able_threads able, bool) override { return choose(able.size()); }
    std::size_t choose(std::size_t n) override {
        const std::size_t at = at_++;
        if (told_ == made_.size() || made_[told_].at != at)
            return 0;
        const std::size_t chosen = made_[told_++].chosen;
        return chosen < n ? chosen : 0;
    }
    bool end(std::size_t) override { return false; }

  private:
    const std::vector<backend::deviation> made_;
    std::size_t at_ = 0;
    std::size_t told_ = 0;
};

} // namespace

std::unique_ptr<policy_chooser> make_replay(const std::vector<backend::deviation>& made) {
    return std::make_unique<replay>(made);
}

} // namespace weft
