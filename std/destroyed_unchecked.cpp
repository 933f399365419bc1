// -Dchecks=false: a mutex that is held may be destroyed, as while a program ends whose threads go
// on.
#include "weft/std/detail/mutex_word.hpp"
#include "weft/std/detail/recursive_word.hpp"
#include "weft/std/detail/shared_state.hpp"

namespace weft::detail {

void destroy_held(const mutex_word&) noexcept {}
void destroy_held(const recursive_word&) noexcept {}
void destroy_held(const shared_state&) noexcept {}

} // namespace weft::detail
