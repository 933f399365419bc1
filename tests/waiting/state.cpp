// What the system keeps for each thread: errno, and how it rounds.
#include <array>
#include <cerrno>
#include <cfenv>
#include <stdexcept>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "rounding_mode.hpp"

using namespace std::chrono_literals;
using support::round_by;
using support::rounding_mode;
using support::wait_for;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;

namespace {

constexpr auto modes = support::rounding_modes;

/// While one lives, the thread rounds as `mode` says.
class rounding_while {
  public:
    explicit rounding_while(int mode) : previous_(rounding_mode()) { round_by(mode); }
    ~rounding_while() { round_by(previous_); }
    rounding_while(const rounding_while&) = delete;
    rounding_while& operator=(const rounding_while&) = delete;

  private:
    int previous_;
};

/// Results that differ between any two modes. In both types, as x86 has a unit for each.
template <class T>
std::array<T, 3> quotients_of_type() {
    const auto divided = [](T dividend, T divisor) {
        // Volatile, so that it is computed here and now.
        volatile T left = dividend;
        volatile T right = divisor;
        volatile T quotient = left / right;
        return T{quotient};
    };
    return {divided(1, 3), divided(-1, 3), divided(1, 10)};
}

struct rounding {
    int mode = rounding_mode();
    std::array<double, 3> short_ones = quotients_of_type<double>();
    std::array<long double, 3> long_ones = quotients_of_type<long double>();

    bool operator==(const rounding&) const = default;
};

rounding rounding_in(int mode) {
    const rounding_while in_it(mode);
    return {};
}

constexpr int own_errno = EXDEV;
constexpr int anothers_errno = EMLINK;

} // namespace

TEST_CASE("no thread sees the errno that another sets while it waits") {
    lock_type waits;
    lock_type go_on;
    lock_type ended;
    waits.acquire();
    go_on.acquire();
    ended.acquire();
    int seen = 0;
    start_new_thread([&] {
        errno = own_errno;
        waits.release();
        wait_for(go_on);
        seen = errno;
        errno = own_errno;
        ended.release();
    });
    const int after_start = errno;
    wait_for(waits);
    const int after_wait = errno;
    errno = anothers_errno;
    go_on.release();
    wait_for(ended);
    const int at_last = errno;
    wait_for_threads();
    CHECK(after_start != own_errno);
    CHECK(after_wait != own_errno);
    CHECK(seen != anothers_errno);
    CHECK(at_last != own_errno);
}

TEST_CASE("many threads set errno and yield, and see what they set") {
    constexpr int threads = 16;
    constexpr int rounds = 50;
    std::array<bool, threads> kept{};
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&, i] {
            bool all = true;
            for (int round = 0; round < rounds; ++round) {
                errno = 1000 + i;
                weft::this_thread::yield();
                all = all && errno == 1000 + i;
            }
            kept[static_cast<std::size_t>(i)] = all;
        });
    }
    wait_for_threads();
    for (const bool all : kept)
        CHECK(all);
}

TEST_CASE("a thread begins with errno 0, whatever its starter and those before it had") {
    for (int i = 0; i < 3; ++i) {
        int in_thread = -1;
        int in_inner_thread = -1;
        support::run([&] {
            in_thread = errno;
            errno = anothers_errno;
            support::run([&] { in_inner_thread = errno; });
            errno = anothers_errno;
        });
        CHECK(in_thread == 0);
        CHECK(in_inner_thread == 0);
        errno = own_errno;
    }
}

TEST_CASE("a thread that ends leaves its starter's errno") {
    errno = own_errno;
    start_new_thread([] { errno = anothers_errno; });
    const int after = errno;
    wait_for_threads();
    CHECK(after != anothers_errno);
}

TEST_CASE("each thread rounds as it chose to, whatever others choose while it waits") {
    constexpr std::size_t threads = 8;
    constexpr int rounds = 20;
    lock_type turns[threads];
    for (auto& turn : turns)
        turn.acquire();
    std::array<bool, threads> kept{};
    for (std::size_t i = 0; i < threads; ++i) {
        start_new_thread([&, i] {
            bool all = true;
            for (std::size_t round = 0; round < rounds; ++round) {
                // The mode that the next thread has at the same time is another one.
                const int mode = modes[(i + round / 2) % modes.size()];
                const rounding expected = rounding_in(mode);
                round_by(mode);
                wait_for(turns[i]);
                all = all && rounding() == expected;
                turns[(i + 1) % threads].release();
            }
            kept[i] = all;
        });
    }
    turns[0].release();
    wait_for_threads();
    for (const bool all : kept)
        CHECK(all);
    CHECK((rounding() == rounding_in(modes[0])));
}

TEST_CASE("a thread rounds as before after a yield, a sleep and a timed acquire") {
    lock_type never_released;
    never_released.acquire();
    std::array<bool, modes.size()> kept{};
    for (std::size_t i = 0; i < modes.size(); ++i) {
        start_new_thread([&, i] {
            const rounding expected = rounding_in(modes[i]);
            round_by(modes[i]);
            weft::this_thread::yield();
            bool all = rounding() == expected;
            weft::this_thread::sleep_for(1ms);
            all = all && rounding() == expected;
            all = all && !never_released.try_lock_for(1ms) && rounding() == expected;
            kept[i] = all;
        });
    }
    wait_for_threads();
    for (const bool all : kept)
        CHECK(all);
}

TEST_CASE("a thread begins to round as its starter does, whatever those before it did") {
    for (const int mode : modes) {
        const rounding_while starters(mode);
        for (const int other : modes) {
            bool as_starter = false;
            const rounding expected;
            start_new_thread([&] {
                as_starter = rounding() == expected;
                round_by(other);
            });
            const bool kept = rounding() == expected;
            wait_for_threads();
            CHECK(as_starter);
            CHECK(kept);
        }
    }
}

TEST_CASE("a thread that waited and ends leaves how the others round") {
    const rounding_while upward(modes[1]);
    const rounding expected;
    lock_type go_on;
    go_on.acquire();
    const support::excepthook_while hook(support::ignore_report);
    for (const bool throws : {false, true}) {
        start_new_thread([&, throws] {
            round_by(modes[2]);
            wait_for(go_on);
            go_on.release();
            if (throws)
                throw std::runtime_error("rounds down");
        });
    }
    CHECK((rounding() == expected));
    go_on.release();
    wait_for_threads();
    CHECK((rounding() == expected));
}

#ifdef __GLIBC__
TEST_CASE("a floating-point exception that one thread has trapped is not trapped in others") {
    lock_type waits;
    lock_type go_on;
    waits.acquire();
    go_on.acquire();
    int before = 0;
    int after = -1;
    start_new_thread([&] {
        std::feclearexcept(FE_ALL_EXCEPT);
        ::feenableexcept(FE_DIVBYZERO);
        // Not all machines trap any: valgrind's does not.
        before = ::fegetexcept();
        waits.release();
        wait_for(go_on);
        after = ::fegetexcept();
    });
    wait_for(waits);
    const int in_main = ::fegetexcept();
    volatile double zero = 0;
    volatile double infinite = 1 / zero;
    CHECK(infinite > 1);
    std::feclearexcept(FE_ALL_EXCEPT);
    go_on.release();
    wait_for_threads();
    CHECK(in_main == 0);
    CHECK(after == before);
}
#endif
