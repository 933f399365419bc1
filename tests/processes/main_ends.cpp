// What becomes of threads when main ends.
#include <cstdlib>
#include <memory>

#include <doctest/doctest.h>

#include "process.hpp"

using namespace std::chrono_literals;
using support::write_to;

namespace {

/// Locks that outlive main's return, as every use of them must.
weft::lock_type never_released;
weft::lock_type started;

struct write_at_end {
    int file;
    ~write_at_end() { write_to(file, "destroyed "); }
};

} // namespace

TEST_CASE("a thread may end the program by std::exit()") {
    const auto ended = support::run_process([](int) {
        const auto owned = std::make_unique<int>(0); // not lost: main has it
        never_released.acquire();
        weft::start_new_thread([] { std::exit(0); });
        never_released.acquire();
    });
    CHECK(ended.ended_well());
}

TEST_CASE("when main ends, threads are killed where they are, without destructors") {
    const auto ended = support::run_process([](int file) {
        never_released.acquire();
        started.acquire();
        for (const bool sleeps : {false, true}) {
            weft::start_new_thread([file, sleeps] {
                const write_at_end written{file};
                write_to(file, "started ");
                started.release();
                if (sleeps)
                    weft::this_thread::sleep_for(1h);
                never_released.acquire();
            });
            support::wait_for(started);
        }
    });
    CHECK(ended.ended_well());
    CHECK(ended.output == "started started ");
}
