// Stacks that overflow.
#include <fcntl.h>

#include <cstddef>

#include <doctest/doctest.h>

#include "process.hpp"

using weft::lock_type;
using weft::stack_size;
using weft::start_new_thread;

namespace {

/// Goes down for ever, as the number is never 0, which no compiler can know.
[[gnu::noinline]] std::size_t overflow(volatile std::size_t* above) {
    volatile std::size_t block[64];
    block[0] = *above + 1;
    return *above == 0 ? 0 : overflow(block) + block[0];
}

void overflow_after_a_switch() {
    volatile std::size_t above = 1;
    weft::this_thread::yield();
    overflow(&above);
}

/// Whether it ends as by a fault, or by a sanitizer which says that it would.
template <class F>
bool faults(F program) {
    const auto ended = support::run_process([&](int) {
        ::dup2(::open("/dev/null", O_WRONLY), 2);
        program();
        support::wait_for_threads();
    });
    if (WIFSIGNALED(ended.status))
        return WTERMSIG(ended.status) != SIGALRM;
    return WEXITSTATUS(ended.status) != 0;
}

} // namespace

TEST_CASE("a stack that overflows faults, also between others") {
    CHECK_FALSE(faults([] {}));
    for (const std::size_t size : {0U, 32768U, 65536U, 100001U, 1048576U}) {
        CAPTURE(size);
        for (const int others : {0, 20}) {
            CAPTURE(others);
            CHECK(faults([&] {
                stack_size(size);
                static lock_type gate;
                gate.acquire();
                const auto start_others = [&] {
                    for (int i = 0; i < others; ++i)
                        start_new_thread([] { gate.acquire(); });
                };
                start_others();
                start_new_thread(overflow_after_a_switch);
                start_others();
            }));
        }
    }
}

TEST_CASE("a stack that was used before overflows as a new one does") {
    CHECK(faults([] {
        stack_size(65536);
        for (int i = 0; i < 100; ++i)
            support::run([] {});
        start_new_thread(overflow_after_a_switch);
    }));
}
