// -Dchecks=true: what must not be destroyed says so.
#include "misuse.hpp"
#include "weft/std/detail/mutex_word.hpp"
#include "weft/std/detail/recursive_word.hpp"
#include "weft/std/detail/shared_state.hpp"

namespace weft::detail {

void destroy_held(const mutex_word& mutex) noexcept {
    misused("destroys " + named("mutex", &mutex) + ", which is held");
}

void destroy_held(const recursive_word& mutex) noexcept {
    misused("destroys " + named("recursive mutex", &mutex) + ", which is held");
}

void destroy_held(const shared_state& mutex) noexcept {
    misused("destroys " + named("shared mutex", &mutex) + ", which is held");
}

} // namespace weft::detail
