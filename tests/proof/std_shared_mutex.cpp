// The shared mutex, step by step, under all schedules up to a bound: nobody is beside who has it
// alone, no wake-up is lost, and who has it last may destroy it.
#include <chrono>
#include <cstddef>
#include <cstring>
#include <new>

#include <weft/std/mutex.hpp>
#include <weft/std/shared_mutex.hpp>

#include "check.hpp"
#include "inside.hpp"
#include "parking.hpp"
#include "together.hpp"

using namespace std::chrono_literals;
using proof::check_all;
using proof::check_some;
using proof::inside;
using proof::together;

namespace {

/// A shared mutex, and who is inside of what it guards.
class guarded {
  public:
    void write() {
        const weft::lock_guard held(mutex_);
        be_alone();
    }
    void write_in_time() {
        if (const weft::unique_lock held(mutex_, 1s); held)
            be_alone();
    }
    void read() {
        const weft::shared_lock held(mutex_);
        be_among_others();
    }
    void read_in_time() {
        if (const weft::shared_lock held(mutex_, 1s); held)
            be_among_others();
    }

    /// Nothing is left of who waited or gave up.
    void expect_free() {
        if (!weft::unique_lock(mutex_, weft::try_to_lock))
            weft::fail("it is still had or promised");
        if (!weft::shared_lock(mutex_, weft::try_to_lock))
            weft::fail("it cannot be shared");
    }

  private:
    void be_alone() {
        const inside alone(writers_);
        if (readers_ != 0)
            weft::fail("it is shared with who has it alone");
    }
    void be_among_others() {
        ++readers_;
        weft::backend::take_point(weft::operation::acquire, &readers_);
        if (writers_ != 0)
            weft::fail("who has it alone is not");
        --readers_;
    }

    weft::shared_timed_mutex mutex_;
    int writers_ = 0;
    int readers_ = 0;
};

using use = void (guarded::*)();

/// Three threads, of which the first uses it twice.
template <use first, use second, use third>
void three(int early_returns) {
    proof::begin_run(early_returns);
    guarded it;
    {
        together all;
        all.start([&] {
            (it.*first)();
            (it.*first)();
        });
        all.start([&] { (it.*second)(); });
        all.start([&] { (it.*third)(); });
    }
    it.expect_free();
}

constexpr use writer = &guarded::write;
constexpr use late_writer = &guarded::write_in_time;
constexpr use reader = &guarded::read;
constexpr use late_reader = &guarded::read_in_time;

/// Two threads have it, and the third, if it is the last, destroys it while they may not yet have
/// returned from giving it back.
template <bool last_shares>
void last_one_destroys(int early_returns) {
    proof::begin_run(early_returns);
    using weft::shared_mutex;
    alignas(shared_mutex) std::byte place[sizeof(shared_mutex)];
    auto* const mutex = ::new (static_cast<void*>(place)) shared_mutex;
    std::byte garbage[sizeof(shared_mutex)];
    std::memset(garbage, 0x57, sizeof garbage);
    int uses = 0;
    bool is_destroyed = false;
    {
        together all;
        for (int i = 0; i < 2; ++i) {
            all.start([&] {
                if constexpr (last_shares) {
                    const weft::lock_guard held(*mutex);
                    ++uses;
                } else {
                    const weft::shared_lock held(*mutex);
                    ++uses;
                }
            });
        }
        all.start([&] {
            if constexpr (last_shares) {
                const weft::shared_lock held(*mutex);
                is_destroyed = uses == 2;
            } else {
                const weft::lock_guard held(*mutex);
                is_destroyed = uses == 2;
            }
            if (is_destroyed)
                std::memcpy(place, garbage, sizeof garbage);
        });
    }
    if (is_destroyed && std::memcmp(place, garbage, sizeof garbage) != 0)
        weft::fail("it was written to when it was destroyed");
}

} // namespace

TEST_CASE("nobody is beside who has it alone, in all schedules with two preemptions") {
    check_all(2, three<writer, writer, writer>, 0);
    check_all(2, three<writer, reader, reader>, 0);
    check_all(2, three<reader, writer, writer>, 0);
    check_all(2, three<reader, reader, writer>, 0);
}

TEST_CASE("nor where a park returns early") {
    check_all(1, three<writer, writer, writer>, 2);
    check_all(1, three<writer, reader, reader>, 2);
    check_all(1, three<reader, writer, writer>, 2);
}

TEST_CASE("who gives up loses no wake-up, and keeps nobody out") {
    check_all(2, three<writer, late_writer, writer>, 0);
    check_all(2, three<writer, late_writer, reader>, 0);
    check_all(2, three<writer, late_reader, reader>, 0);
    check_all(2, three<writer, late_reader, writer>, 0);
    check_all(2, three<reader, late_writer, reader>, 0);
    check_all(2, three<reader, late_writer, writer>, 0);
    check_all(2, three<late_writer, late_reader, reader>, 0);
    check_all(1, three<writer, late_writer, reader>, 1);
}

TEST_CASE("who has it last may destroy it") {
    check_all(2, last_one_destroys<false>, 0);
    check_all(2, last_one_destroys<true>, 0);
    check_all(1, last_one_destroys<true>, 1);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    check_some(three<writer, reader, writer>, 3);
    check_some(three<writer, late_writer, reader>, 3);
    check_some(three<reader, late_writer, late_reader>, 3);
}
