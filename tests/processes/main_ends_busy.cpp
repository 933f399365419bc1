// What becomes of threads that never wait when main ends.
#include <doctest/doctest.h>

#include "process.hpp"

namespace {

/// Locks that outlive main's return, as every use of them must.
weft::lock_type in_use;
weft::lock_type started;

} // namespace

TEST_CASE("when main ends, nothing of weft is destroyed under the threads that use it") {
    for (int round = 0; round < 5; ++round) {
        const auto ended = support::run_process([](int) {
            started.acquire();
            for (int i = 0; i < 4; ++i) {
                weft::start_new_thread([i] {
                    if (i == 3)
                        started.release();
                    for (;;) {
                        in_use.acquire();
                        in_use.release();
                        weft::start_new_thread([] { static_cast<void>(weft::get_ident()); });
                        support::wait_for_threads(50);
                    }
                });
            }
            support::wait_for(started);
        });
        CHECK(ended.ended_well());
    }
}
