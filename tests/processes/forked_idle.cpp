// Children of fork that a signal handler calls while the process sleeps, as all threads wait.
#include <doctest/doctest.h>

#include "child.hpp"

using namespace std::chrono_literals;

TEST_CASE("where all threads wait and a signal handler forks, main goes on in the child") {
    for (const bool ended : {false, true}) {
        CAPTURE(ended);
        const auto start = [=] {
            weft::start_new_thread([=] { // waits last, or ends
                weft::this_thread::sleep_for(10ms);
                if (!ended)
                    weft::this_thread::sleep_for(support::long_sleep);
            });
        };
        CHECK(support::forks_in_handler(
            start, 50ms, [] { return weft::get_ident() == 1 && weft::count() == 0; }));
    }
}
