// What guards throw.
#include <system_error>

#include "raise.hpp"
#include "weft/std/detail/guard.hpp"

namespace weft::detail {

void refuse_guard_without_lock() {
    raise(std::system_error(std::make_error_code(std::errc::operation_not_permitted),
                            "weft: the guard has no mutex, or does not own it"));
}

void refuse_guard_with_lock() {
    raise(std::system_error(std::make_error_code(std::errc::resource_deadlock_would_occur),
                            "weft: the guard owns its mutex already"));
}

} // namespace weft::detail
