#include "weft/detail/own_value.hpp"

#include "backend.hpp"
#include "word.hpp" // the backend's

namespace weft::detail {

local_value* own_value(const local_key& key) noexcept {
    const local_values& own = *backend::self().locals;
    const std::uint32_t index = backend::load(key.index);
    if (index >= own.size)
        return nullptr;
    const local_slot& slot = own.slots()[index];
    return slot.serial == backend::load(key.serial) ? slot.value : nullptr;
}

} // namespace weft::detail
