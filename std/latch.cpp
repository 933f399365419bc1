// Latches, over a word that has the count. Who has counted it down to zero uses its address alone.
#include "weft/std/latch.hpp"

#include <string>

#include "backend.hpp"
#include "clock.hpp"
#include "events.hpp"
#include "misuse.hpp"
#include "park_while.hpp"
#include "steering.hpp" // the backend's
#include "word.hpp"     // the backend's

namespace weft {

void latch::refuse_count(std::ptrdiff_t count) noexcept {
    misused("makes a latch with a count of " + std::to_string(count) + ", which is not from 0 to " +
            std::to_string(max()));
}

bool latch::count_shared(std::ptrdiff_t update) noexcept {
    backend::point(operation::release, &word_);
    const bool possible = update >= 0 && update <= max();
    const std::uint32_t difference = possible ? static_cast<std::uint32_t>(update) * one : 0;
    const std::uint32_t before = backend::add(word_, 0 - difference);
    if (!possible || before < difference)
        misused("counts " + named("latch", &word_) + " down by " + std::to_string(update) +
                ", which is at " + std::to_string(before / one));
    const bool zero = before - difference < one;
    if (zero && (before & parked) != 0)
        backend::unpark_all(&word_);
    backend::point(operation::released, nullptr);
    return zero;
}

bool latch::is_zero() const noexcept {
    backend::point(operation::acquire, &word_);
    return backend::load(word_) < one;
}

void latch::wait_shared() const {
    backend::point(operation::acquire, &word_);
    park_while(word_, parked, backend::purpose::latch, forever,
               [](std::uint32_t seen) { return seen >= one; });
}

} // namespace weft
