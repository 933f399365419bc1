// Parking on Windows.
#include "../host/win32_wait.hpp"
#include "backend.hpp"

namespace weft::backend {

const char* const name = "win32";

bool park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline) {
    host::wait_while(*word, expected, deadline);
    return deadline == forever || now() < deadline;
}

void unpark_one(const std::uint32_t* word) noexcept {
    host::wake_one(word);
}

// Ctrl-C comes to a thread of its own, which may do what any thread may.

std::error_code begin_unpark_from_signal() {
    return {};
}

void unpark_one_from_signal(const std::uint32_t* word) noexcept {
    unpark_one(word);
}

void end_unpark_from_signal() noexcept {}

} // namespace weft::backend
