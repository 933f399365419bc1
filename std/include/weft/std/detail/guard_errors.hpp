// What guards throw ([thread.lock.unique], [thread.lock.shared]).
#pragma once

#include "weft/detail/attributes.hpp"

namespace weft::detail {

/// Throws std::system_error with `operation_not_permitted`: the guard has no mutex, or does not own
/// the one that it is to give back.
[[noreturn]] WEFT_VISIBLE void refuse_guard_without_lock();

/// Throws std::system_error with `resource_deadlock_would_occur`: it owns it already.
[[noreturn]] WEFT_VISIBLE void refuse_guard_with_lock();

} // namespace weft::detail
