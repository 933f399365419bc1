// Parking where there is nobody to go on meanwhile: without a deadline, and with no signal to wait
// for, the wait could never end.
#include "backend.hpp"
#include "deadlock.hpp"
#include "sleep.hpp"
#include "word.hpp"

namespace weft::backend {

const char* const name = "dummy";

bool park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline) {
    if (deadline == forever)
        throw deadlock(deadlock_report(word));
    sleep_while(*word, expected, deadline);
    return now() < deadline;
}

// Nobody is parked while anybody runs.
void unpark_one(const std::uint32_t*) noexcept {}

std::error_code begin_unpark_from_signal() {
    return {};
}
void unpark_one_from_signal(const std::uint32_t*) noexcept {}
void end_unpark_from_signal() noexcept {}

} // namespace weft::backend
