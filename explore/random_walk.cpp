#include "random_walk.hpp"

namespace weft {

std::unique_ptr<policy_chooser> make_random_walk() {
    return std::make_unique<random_walk>();
}

} // namespace weft
