// Sleeping on Windows.
#include "host/win32_wait.hpp"
#include "sleep.hpp"

namespace weft::backend {

void sleep_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline) {
    host::wait_while(word, expected, deadline);
}

void wake_sleeper(const std::uint32_t& word) noexcept {
    host::wake_one(&word);
}

} // namespace weft::backend
