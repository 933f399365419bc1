#include "policies.hpp"

#include "weft/explore.hpp"

namespace weft {

std::unique_ptr<policy_chooser> make_policy(const policy& chosen) {
    switch (chosen.is) {
    case policy::kind::first_in_line:
        return make_first_in_line();
    case policy::kind::random_walk:
        return make_random_walk();
    case policy::kind::priorities:
        return make_priorities(chosen.depth);
    case policy::kind::partial_order:
        return make_partial_order();
    case policy::kind::exhaustive:
        return make_exhaustive(chosen.depth);
    case policy::kind::mix:
        break;
    }
    return make_mix();
}

} // namespace weft
