// Stacks for which there are no addresses left.
#include <cstddef>
#include <string>

#include <doctest/doctest.h>

#include "process.hpp"

using weft::lock_type;
using weft::stack_size;
using weft::start_new_thread;

TEST_CASE(
    "when no more stacks can be had, those who wait go on, and new ones can be started then") {
    const auto ended = support::run_process([](int) {
        constexpr std::size_t mebibyte = 1024 * 1024;
        constexpr rlim_t most = 2000 * mebibyte;
        const rlimit few_addresses{most, most};
        ::setrlimit(RLIMIT_AS, &few_addresses);
        stack_size(16 * mebibyte);
        lock_type gate;
        gate.acquire();
        std::size_t started = 0;
        std::size_t ran = 0;
        bool refused = false;
        while (!refused && started < 1000) {
            try {
                start_new_thread([&] {
                    gate.acquire();
                    ++ran;
                    gate.release();
                });
                ++started;
            } catch (const weft::error& error) {
                refused = std::string(error.what()).starts_with("can't start new thread: ");
            }
        }
        if (!refused || started == 0 || weft::count() != started)
            std::exit(1);
        gate.release();
        support::wait_for_threads();
        support::run([&] { ++ran; });
        std::exit(ran == started + 1 ? 0 : 2);
    });
    CHECK(ended.ended_well());
}
