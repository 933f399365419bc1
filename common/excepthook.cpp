#include "excepthook.hpp"

#include <utility>

#include "hold.hpp"

namespace weft {

namespace {

constinit lock_type hook_guard;
constinit excepthook current = nullptr;

} // namespace

excepthook get_excepthook() noexcept {
    const hold held(hook_guard);
    return current;
}

excepthook set_excepthook(excepthook hook) noexcept {
    const hold held(hook_guard);
    return std::exchange(current, hook);
}

} // namespace weft
