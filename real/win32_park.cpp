// Parking on Windows.
#include "backend.hpp"
#include "host/win32_wait.hpp"

namespace weft::backend {

const char* const name = "win32";

wait_end park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline, purpose,
              attempt) {
    host::wait_while(*word, expected, deadline);
    return deadline == forever || now() < deadline ? wait_end::woken : wait_end::too_late;
}

void unpark_one(std::uint32_t* word) noexcept {
    host::wake_one(word);
}

void unpark_all(std::uint32_t* word) noexcept {
    host::wake_all(word);
}

// Ctrl-C comes to a thread of its own, which may do what any thread may.

std::error_code begin_unpark_from_signal() {
    return {};
}

void unpark_one_from_signal(std::uint32_t* word) noexcept {
    unpark_one(word);
}

void end_unpark_from_signal() noexcept {}

} // namespace weft::backend
