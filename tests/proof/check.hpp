// What the proofs ask of a body.
#pragma once

#include <doctest/doctest.h>

#include <weft/explore.hpp>

namespace proof {

using body = void (*)(int early_returns);

/// It holds in all schedules with up to so many preemptions; one less where a sanitizer makes each
/// slow, as it looks for what does not depend on them.
inline void check_all(unsigned preemptions, body each, int early_returns) {
    const auto found = weft::explore(
        {.policy = weft::exhaustive(SANITIZED ? preemptions - 1 : preemptions), .runs = 10'000'000},
        [=] { each(early_returns); });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

/// It holds in a hundred thousand schedules that are chosen by chance.
inline void check_some(body each, int early_returns) {
    const auto found =
        weft::explore({.runs = SANITIZED ? 10'000 : 100'000}, [=] { each(early_returns); });
    CHECK_MESSAGE(!found, found);
}

/// That it fails by this is found, in all schedules with two preemptions and by chance.
inline void check_found(body each, const char* what) {
    for (const weft::policy by : {weft::exhaustive(2), weft::mix}) {
        const auto found = weft::explore({.policy = by, .runs = 100'000, .stop_at_failure = true},
                                         [=] { each(0); });
        CHECK_MESSAGE(found.what == what, found);
        CHECK(found.deterministic);
    }
}

} // namespace proof
