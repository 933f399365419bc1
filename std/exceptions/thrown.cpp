#include "std/thrown.hpp"

#include <system_error>
#include <utility>

namespace weft {

void raise(const future_error& thrown) {
    throw thrown;
}

void rethrow(const std::exception_ptr& thrown) {
    std::rethrow_exception(thrown);
}

bool starts(owned_task work, awaited_thread& awaited) {
    try {
        start(std::move(work), awaited);
        return true;
    } catch (const std::system_error&) {
        return false;
    }
}

} // namespace weft
