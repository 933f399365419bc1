// std/semaphore.cpp without what hands on what is left of the count; and without deadlines that
// pass, turns, and misuse.
#include "weft/std/semaphore.hpp"

#include <cstdlib>

#include "backend.hpp"
#include "clock.hpp"
#include "word.hpp"

namespace weft::detail {

namespace {

constexpr std::uint32_t parked = semaphore_word::parked;
constexpr std::uint32_t one = semaphore_word::one;

bool wait(std::uint32_t& word, deadline_t deadline) {
    std::uint32_t waited = 0;
    for (auto ended = backend::wait_end::woken;;) {
        const std::uint32_t seen = backend::load(word);
        if (seen >= one) {
            if (backend::replace(word, seen, (seen - one) | waited))
                return true;
        } else if ((seen & parked) != 0 || backend::replace(word, seen, seen | parked)) {
            if (ended == backend::wait_end::too_late)
                return false;
            ended = backend::park(&word, seen | parked, deadline, backend::purpose::semaphore);
            waited = parked;
        }
    }
}

} // namespace

void semaphore_word::refuse_count(std::ptrdiff_t, std::ptrdiff_t) noexcept {
    std::abort();
}

void semaphore_word::release_shared(std::ptrdiff_t update, std::ptrdiff_t) noexcept {
    const std::uint32_t seen = backend::load(word_);
    const bool cleared = (seen & parked) != 0 && backend::replace(word_, seen, seen & ~parked);
    const std::uint32_t before = backend::add(word_, static_cast<std::uint32_t>(update) * one);
    if (cleared || (before & parked) != 0)
        backend::unpark_one(&word_);
}

void semaphore_word::acquire_shared() {
    static_cast<void>(wait(word_, forever));
}

bool semaphore_word::try_acquire_shared() noexcept {
    const std::uint32_t seen = backend::load(word_);
    return seen >= one && backend::replace(word_, seen, seen - one);
}

bool semaphore_word::acquire_shared_within(std::int64_t nanoseconds) {
    return wait(word_, deadline_in(nanoseconds, 0));
}

} // namespace weft::detail
