// Locking within a time.
#pragma once

#include <chrono>
#include <cstdint>

#include "weft/detail/duration.hpp"
#include "weft/detail/wait_until.hpp"

namespace weft::detail {

template <class Word, class Rep, class Period>
bool lock_for(Word& word, const std::chrono::duration<Rep, Period>& time) {
    const auto left = to_nanoseconds(time);
    return word.try_lock() || (left != 0 && word.lock_within(left));
}

template <class Word, class Clock, class Duration>
bool lock_until(Word& word, const std::chrono::time_point<Clock, Duration>& time) {
    return word.try_lock() || wait_until(time, [&](std::int64_t nanoseconds) {
               return word.lock_within(nanoseconds);
           });
}

} // namespace weft::detail
