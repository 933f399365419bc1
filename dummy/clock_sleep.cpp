// Sleeping where the system has nothing to sleep by, or no signal to be woken by: time passes.
#include "sleep.hpp"
#include "word.hpp"

namespace weft::backend {

void sleep_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline) {
    while (load(word) == expected && now() < deadline) {
    }
}

void wake_sleeper(const std::uint32_t&) noexcept {}

} // namespace weft::backend
