// Barriers. The last to arrive in a phase is alone until it begins the next, from where on it uses
// the address alone: who goes on may arrive again, or destroy it.
#include "weft/std/barrier.hpp"

#include <string>

#include "backend.hpp"
#include "clock.hpp"
#include "misuse.hpp"
#include "park_while.hpp"
#include "steering.hpp" // the backend's
#include "word.hpp"     // the backend's

namespace weft::detail {

void barrier_words::refuse_count(std::ptrdiff_t count) noexcept {
    misused("makes a barrier that expects " + std::to_string(count) +
            " arrivals, which is not from 0 to " + std::to_string(largest));
}

barrier_words::arrival barrier_words::arrive_shared(std::ptrdiff_t update) noexcept {
    backend::point(operation::release, &phase_);
    // Before the arrival, without which the phase does not end.
    const std::uint32_t phase = backend::load(phase_) & ~parked;
    const bool possible = update > 0 && update <= largest;
    const std::uint32_t arrivals = possible ? static_cast<std::uint32_t>(update) : 0;
    const std::uint32_t before = backend::add(left_, 0 - arrivals);
    if (!possible || before < arrivals)
        misused("arrives " + std::to_string(update) + " times at " + named("barrier", &phase_) +
                ", which expects " + std::to_string(before) + " more arrivals in the phase");
    const bool is_last = before == arrivals;
    if (!is_last)
        backend::point(operation::released, nullptr);
    return {phase, is_last};
}

void barrier_words::drop() noexcept {
    backend::add(expected_, 0 - std::uint32_t{1});
}

void barrier_words::begin_next_shared() noexcept {
    backend::point(operation::release, &phase_);
    backend::exchange(left_, backend::load(expected_));
    const std::uint32_t next = (backend::load(phase_) & ~parked) + one;
    if ((backend::exchange(phase_, next) & parked) != 0)
        backend::unpark_all(&phase_);
    backend::point(operation::released, nullptr);
}

void barrier_words::wait_shared(std::uint32_t phase) const {
    backend::point(operation::acquire, &phase_);
    park_while(phase_, parked, backend::purpose::barrier, forever,
               [=](std::uint32_t seen) { return (seen & ~parked) == phase; });
}

} // namespace weft::detail
