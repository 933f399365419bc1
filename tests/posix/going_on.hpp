// A thread that waits, and tells that it went on.
#pragma once

#include <atomic>

#include <doctest/doctest.h>

#include "eventually.hpp"
#include "started.hpp"

namespace suite {

/// Does `waits`, begun by the constructor, which lets it come to where it waits.
template <class Waits>
class going_on {
    Waits waits_;

  public:
    explicit going_on(Waits waits) : waits_(waits), thread(*this) { let_run(); }

    void* operator()() {
        waits_();
        went_on = true;
        return nullptr;
    }

    std::atomic<bool> went_on{false};
    started thread;
};

/// Starts a thread that does `waits`, and then does `makes_ready`. Whichever comes first, `waits`
/// goes on.
template <class Waits, class Makes>
void while_one_waits(Waits waits, Makes makes_ready) {
    going_on one(waits);
    CHECK(!one.went_on);
    makes_ready();
    one.thread.join();
    CHECK(one.went_on);
}

} // namespace suite
