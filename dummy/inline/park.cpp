// Parking where there is nobody to go on meanwhile: without a deadline, and with no signal to wait
// for, the wait could never end.
#include <algorithm>

#include "backend.hpp"
#include "deadlock.hpp"
#include "raise.hpp"
#include "sleep.hpp"
#include "threads.hpp"

namespace weft::backend {

const char* const name = "dummy";

namespace {

constinit bool signal_may_come = false;

std::string report(const std::uint32_t* word, purpose why) {
    std::vector<blocked> all{{&current->record, word, why}};
    for (const inline_thread* t = current; t->starter != nullptr; t = t->starter)
        all.push_back({&t->starter->record, nullptr, purpose::end_of_thread, &t->record});
    std::reverse(all.begin(), all.end()); // main is first
    return deadlock_report(all) +
           "\n  (this libweft runs a thread inside the call that starts it, to its end" + advice +
           ")";
}

} // namespace

wait_end park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline, purpose why,
              attempt) {
    const bool sleeps = why == purpose::sleep;
    const bool may_be_woken = sleeps && signal_may_come && current->starter == nullptr;
    if (deadline == forever && !may_be_woken)
        raise(deadlock(report(word, why)));
    sleep_while(*word, expected, deadline);
    return now() < deadline ? wait_end::woken : wait_end::too_late;
}

// Nobody is parked while anybody runs.
void unpark_one(std::uint32_t*) noexcept {}
void unpark_all(std::uint32_t*) noexcept {}

std::error_code begin_unpark_from_signal() {
    signal_may_come = true;
    return {};
}
void unpark_one_from_signal(std::uint32_t* word) noexcept {
    wake_sleeper(*word);
}
void end_unpark_from_signal() noexcept {
    signal_may_come = false;
}

} // namespace weft::backend
