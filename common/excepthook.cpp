#include "excepthook.hpp"

#include <memory>
#include <utility>

#include "exclusive.hpp" // the backend's

namespace weft {

namespace {

constinit own_lock hook_guard;
constinit excepthook current = nullptr;

WEFT_INITIALISED_EARLY const host::at_fork begin_anew([] { std::construct_at(&hook_guard); });

} // namespace

excepthook get_excepthook() noexcept {
    const backend::exclusive only(hook_guard);
    return current;
}

excepthook set_excepthook(excepthook hook) noexcept {
    const backend::exclusive only(hook_guard);
    return std::exchange(current, hook);
}

} // namespace weft
