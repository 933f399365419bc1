// Where a thread finds its values, on a system where what is thread_local is found at once.
#pragma once

#include <cstdint>

#include "weft/detail/local_value.hpp"

namespace weft::detail {

/// The table of the running thread. What threads are is the library's: on one OS thread, it changes
/// whenever another one goes on.
WEFT_VISIBLE extern constinit thread_local const local_values* own_values;

/// The value of the running thread where it is in front; else null. Another thread may give the key
/// out meanwhile: then this thread has no value, and finds none, whatever it sees of the key. So it
/// is no race, and must not be taken for one.
__attribute__((no_sanitize("thread"))) inline local_value* own_value(const local_key& key) {
    const auto look = [](const volatile std::uint32_t& at) { return at; };
    const local_values& own = *own_values;
    const std::uint32_t index = look(key.index);
    if (index >= own.size)
        return nullptr;
    const local_slot& slot = own.slots()[index];
    return slot.serial == look(key.serial) ? slot.value : nullptr;
}

} // namespace weft::detail
