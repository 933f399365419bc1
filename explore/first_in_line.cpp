#include "policies.hpp"

namespace weft {

namespace {

class first_in_line final : public policy_chooser, backend::chooser {
  public:
    backend::chooser& begin(std::uint64_t) override { return *this; }
    std::size_t next(able_threads, bool) override { return 0; }
    std::size_t choose(std::size_t) override { return 0; }
    bool end(std::size_t) override { return true; }
};

} // namespace

std::unique_ptr<policy_chooser> make_first_in_line() {
    return std::make_unique<first_in_line>();
}

} // namespace weft
