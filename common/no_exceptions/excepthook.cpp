// The hook is kept; nothing that is thrown can be given to it.
#include <utility>

#include "hold.hpp"
#include "weft/thread.hpp"

namespace weft {

namespace {

constinit lock_type hook_guard;
constinit excepthook current = nullptr;

} // namespace

excepthook set_excepthook(excepthook hook) noexcept {
    const hold held(hook_guard);
    return std::exchange(current, hook);
}

} // namespace weft
