// What parking has besides, in a program that no signal comes to.
#include "backend.hpp"
#include "scheduler.hpp"

namespace weft::backend {

std::error_code begin_unpark_from_signal() {
    return {};
}
void unpark_one_from_signal(std::uint32_t*) noexcept {}
void end_unpark_from_signal() noexcept {}

void yield() noexcept {
    pass();
}

} // namespace weft::backend
