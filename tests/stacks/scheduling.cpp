// Which thread goes on, and when, where each has a stack of its own on one OS thread.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using support::wait_for;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;
using weft::this_thread::yield;

TEST_CASE("the backend is the dummy") {
    CHECK(std::string(weft::backend_name()) == "dummy");
}

TEST_CASE("a new thread runs inside start_new_thread, until it ends") {
    std::string steps;
    lock_type free;
    weft::ident_t inside = 0;
    const auto ident = start_new_thread([&] {
        inside = weft::get_ident();
        // None of these waits.
        const std::lock_guard guard(free);
        static_cast<void>(free.try_lock());
        static_cast<void>(free.try_lock_for(0s));
        static_cast<void>(weft::count());
        steps += 'a';
    });
    steps += 'b';
    CHECK(steps == "ab");
    CHECK(inside == ident);
    CHECK(weft::count() == 0);
}

TEST_CASE("a new thread that has to wait lets its starter go on, before any other that is ready") {
    for (const char way : {'y', 's', 'l', 't'}) {
        CAPTURE(way);
        std::string steps;
        lock_type held;
        held.acquire();
        start_new_thread([&] {
            steps += 'r';
            yield();
            steps += 'R';
        });
        start_new_thread([&] {
            steps += 'n';
            switch (way) {
            case 'y':
                yield();
                break;
            case 's':
                weft::this_thread::sleep_for(1ms);
                break;
            case 'l':
                wait_for(held);
                break;
            default:
                static_cast<void>(held.try_lock_for(1ms));
            }
            steps += 'N';
        });
        steps += 'm';
        CHECK(weft::count() == 2);
        if (way == 'l')
            held.release();
        wait_for_threads();
        CHECK(steps == "rnmRN");
    }
}

TEST_CASE("the starter goes on also before a thread that the new one has made ready") {
    std::string steps;
    lock_type held;
    held.acquire();
    start_new_thread([&] {
        held.acquire();
        steps += 'w';
    });
    start_new_thread([&] {
        steps += 'n';
        held.release();
        steps += 'n';
        yield();
        steps += 'N';
    });
    steps += 'm';
    wait_for_threads();
    CHECK(steps == "nnmwN");
}

TEST_CASE("nested starts behave like a stack, whether the new threads wait or end") {
    for (const bool ends : {false, true}) {
        std::string steps;
        const auto go_on_later = [&](char then) {
            if (!ends) {
                yield();
                steps += then;
            }
        };
        start_new_thread([&] {
            steps += 'a';
            start_new_thread([&] {
                steps += 'b';
                start_new_thread([&] {
                    steps += 'c';
                    go_on_later('C');
                });
                steps += 'd';
                go_on_later('D');
            });
            steps += 'e';
            go_on_later('E');
        });
        steps += 'f';
        wait_for_threads();
        CHECK(steps == (ends ? "abcdef" : "abcdefCDE"));
    }
}

TEST_CASE("a thread that ends lets its starter go on, before a thread that it started itself") {
    std::string steps;
    start_new_thread([&] {
        steps += 'a';
        start_new_thread([&] {
            steps += 'b';
            yield();
            steps += 'e';
        });
        steps += 'c';
    });
    steps += 'd';
    wait_for_threads();
    CHECK(steps == "abcde");
}

TEST_CASE("what a thread that has waited before starts runs first, too") {
    std::string steps;
    start_new_thread([&] {
        yield();
        steps += 'b';
        start_new_thread([&] {
            steps += 'c';
            yield();
            steps += 'f';
        });
        steps += 'd';
    });
    steps += 'a';
    yield();
    steps += 'e';
    yield();
    steps += 'g';
    CHECK(steps == "abcdefg");
    CHECK(weft::count() == 0);
}

TEST_CASE("a new thread that throws or exits lets its starter go on as one that returns") {
    const support::excepthook_while hook(support::ignore_report);
    std::string steps;
    start_new_thread([&] {
        yield();
        steps += 'd';
    });
    start_new_thread([&] {
        steps += 'a';
        throw 1;
    });
    steps += 'b';
    start_new_thread(weft::exit);
    steps += 'c';
    yield();
    CHECK(steps == "abcd");
    CHECK(weft::count() == 0);
}

TEST_CASE("threads that yield go on first in, first out") {
    std::string steps;
    for (const char name : {'a', 'b', 'c'}) {
        start_new_thread([&, name] {
            for (int i = 0; i < 3; ++i) {
                yield();
                steps += name;
            }
        });
    }
    for (int i = 0; i < 3; ++i) {
        yield();
        steps += 'm';
    }
    CHECK(steps == "abcmabcmabcm");
    CHECK(weft::count() == 0);
}

TEST_CASE("a yield where no other thread is ready returns") {
    yield();
    support::run([] { yield(); });
    lock_type held;
    held.acquire();
    bool acquired = false;
    start_new_thread([&] { acquired = held.acquire(); });
    yield();
    CHECK_FALSE(acquired);
    held.release();
    wait_for_threads();
    CHECK(acquired);
}

TEST_CASE("a thread that waits for a lock lets the next one that is ready go on") {
    std::string steps;
    lock_type held;
    held.acquire();
    for (const char name : {'a', 'b'}) {
        start_new_thread([&, name] {
            yield();
            steps += name;
            yield();
            steps += static_cast<char>(name + 2);
        });
    }
    start_new_thread([&] {
        yield();
        steps += 'r';
        held.release();
        steps += 's';
    });
    steps += 'm';
    held.acquire();
    steps += 'M';
    // Made ready behind a and b, which had yielded again.
    CHECK(steps == "mabrscdM");
    wait_for_threads();
}

TEST_CASE("release() makes the first waiter ready, at the end of the queue, and goes on") {
    std::string steps;
    lock_type held;
    held.acquire();
    for (const char name : {'a', 'b', 'c'}) {
        start_new_thread([&, name] {
            held.acquire();
            steps += name;
        });
    }
    start_new_thread([&] {
        yield();
        steps += 'r';
    });
    held.release();
    steps += 'm';
    yield();
    steps += 'n';
    CHECK(steps == "mran");
    held.release();
    yield();
    held.release();
    yield();
    CHECK(steps == "mranbc");
    CHECK(weft::count() == 0);
}

TEST_CASE("each release() makes one waiter ready, in order of waiting, with or without a timeout") {
    std::string steps;
    lock_type held;
    held.acquire();
    for (const char name : {'a', 'b', 'c', 'd'}) {
        start_new_thread([&, name] {
            if (name == 'a' || name == 'c')
                held.acquire();
            else
                wait_for(held);
            steps += name;
            held.release();
        });
    }
    held.release();
    wait_for_threads();
    CHECK(steps == "abcd");
    CHECK_FALSE(held.locked());
}

TEST_CASE(
    "who comes by before the woken thread has the lock; the woken one waits again, in front") {
    std::string steps;
    lock_type held;
    held.acquire();
    for (const char name : {'a', 'b'}) {
        start_new_thread([&, name] {
            held.acquire();
            steps += name;
            held.release();
        });
    }
    held.release();
    CHECK_FALSE(held.locked());
    CHECK(held.try_lock());
    yield();
    CHECK(steps.empty());
    held.release();
    wait_for_threads();
    CHECK(steps == "ab");
}

TEST_CASE("a lock is handed over to a thread that found it held when it was woken") {
    for (const bool timed : {false, true}) {
        std::string steps;
        lock_type held;
        held.acquire();
        for (const char name : {'a', 'b'}) {
            start_new_thread([&, name] {
                if (timed)
                    wait_for(held);
                else
                    held.acquire();
                steps += name;
                held.release();
            });
        }
        held.release();
        CHECK(held.try_lock());
        yield(); // a is woken in vain
        held.release();
        CHECK(held.locked());
        CHECK_FALSE(held.try_lock());
        CHECK(steps.empty());
        yield();
        CHECK(steps == "a");
        wait_for_threads();
        CHECK(steps == "ab");
    }
}

TEST_CASE("a lock that was handed over is released by any thread, as one that was acquired") {
    std::string steps;
    lock_type held;
    held.acquire();
    for (const char name : {'a', 'b'}) {
        start_new_thread([&, name] {
            held.acquire();
            steps += name;
        });
    }
    held.release();
    held.acquire();
    yield();
    held.release(); // to a
    held.release(); // by main, for a: b is woken
    CHECK_FALSE(held.locked());
    wait_for_threads();
    CHECK(steps == "ab");
    CHECK(held.locked());
}

TEST_CASE("those who were woken in vain have the lock in the order in which they found it held") {
    std::string steps;
    lock_type held;
    held.acquire();
    const auto waits = [&](char name) {
        start_new_thread([&, name] {
            held.acquire();
            steps += name;
            held.release();
        });
    };
    waits('a');
    waits('b');
    waits('c');
    for (int woken = 0; woken < 2; ++woken) {
        held.release();
        held.acquire();
        waits('d'); // says that somebody waits, before the woken thread can
    }
    yield();
    CHECK(steps.empty());
    held.release();
    wait_for_threads();
    CHECK(steps == "abcdd");
}

TEST_CASE("a release wakes nobody before the thread has run that an earlier one woke") {
    std::string steps;
    lock_type held;
    held.acquire();
    for (const char name : {'a', 'b', 'c'}) {
        start_new_thread([&, name] {
            held.acquire();
            steps += name;
        });
    }
    held.release();
    held.acquire();
    held.release();
    yield();
    CHECK(steps == "a");
    held.release();
    yield();
    CHECK(steps == "ab");
    held.release();
    yield();
    CHECK(steps == "abc");
    CHECK(weft::count() == 0);
}

TEST_CASE("a timed waiter that gave up does not take a release from those behind it") {
    std::string steps;
    lock_type held;
    held.acquire();
    start_new_thread([&] { steps += held.try_lock_for(1ms) ? '?' : 'a'; });
    start_new_thread([&] {
        held.acquire();
        steps += 'b';
    });
    wait_for_threads(1);
    held.release();
    yield();
    CHECK(steps == "ab");
    CHECK(weft::count() == 0);
}

TEST_CASE(
    "a timed waiter that was made ready, but finds the lock taken and gives up, loses no wake") {
    std::string steps;
    lock_type held;
    held.acquire();
    start_new_thread([&] { steps += held.try_lock_for(1ms) ? '?' : 'a'; });
    const auto not_after = steady_clock::now() + 1ms;
    start_new_thread([&] {
        held.acquire();
        steps += 'b';
    });
    while (steady_clock::now() <= not_after)
        continue;
    held.release();
    CHECK(held.try_lock());
    yield();
    wait_for_threads(1);
    CHECK(steps == "a");
    held.release();
    yield();
    CHECK(steps == "ab");
    wait_for_threads();
}

namespace {

struct sleeper {
    std::chrono::milliseconds time;
    /// Its deadline is not before the first, nor after the second.
    steady_clock::time_point not_before;
    steady_clock::time_point not_after;
};

/// Has threads sleep, or wait in vain, for different times. When all of them do, calls `meanwhile`.
/// Returns whether those whose deadlines certainly came one before another woke in that order.
template <class F>
bool wake_in_order(F meanwhile) {
    std::vector<sleeper> sleepers;
    for (const auto time : {30ms, 10ms, 40ms, 20ms, 5ms, 25ms})
        sleepers.push_back({time, {}, {}});
    lock_type never_released;
    never_released.acquire();
    std::vector<std::size_t> woken;
    for (std::size_t i = 0; i < sleepers.size(); ++i) {
        sleepers[i].not_before = steady_clock::now() + sleepers[i].time;
        start_new_thread([&, i] {
            if (i % 3 == 0)
                static_cast<void>(never_released.try_lock_for(sleepers[i].time));
            else
                weft::this_thread::sleep_for(sleepers[i].time);
            woken.push_back(i);
        });
        sleepers[i].not_after = steady_clock::now() + sleepers[i].time;
    }
    meanwhile(sleepers);
    wait_for_threads();
    bool in_order = woken.size() == sleepers.size();
    for (std::size_t first = 0; first < woken.size(); ++first) {
        for (std::size_t later = first + 1; later < woken.size(); ++later) {
            in_order =
                in_order && sleepers[woken[later]].not_after >= sleepers[woken[first]].not_before;
        }
    }
    return in_order;
}

} // namespace

TEST_CASE("sleepers and timed waits go on in the order of their deadlines") {
    CHECK(wake_in_order([](const std::vector<sleeper>&) {}));
}

TEST_CASE("sleepers whose deadlines have all passed become ready in the order of their deadlines") {
    CHECK(wake_in_order([](const std::vector<sleeper>& sleepers) {
        for (const auto& each : sleepers)
            while (steady_clock::now() <= each.not_after)
                continue;
        CHECK(weft::count() == sleepers.size());
    }));
}

TEST_CASE("a sleeper whose time has come goes on behind those that are ready, when main yields") {
    constexpr auto time = 100ms; // more than it takes to start the others
    std::string steps;
    start_new_thread([&] {
        weft::this_thread::sleep_for(time);
        steps += 's';
    });
    const auto not_after = steady_clock::now() + time;
    for (const char name : {'a', 'b'}) {
        start_new_thread([&, name] {
            yield();
            steps += name;
        });
    }
    while (steady_clock::now() <= not_after)
        continue;
    CHECK(steps.empty());
    yield();
    wait_for_threads();
    CHECK(steps == "abs");
}

TEST_CASE("a yield after a sleeper's time makes it ready, however many yields came before") {
    for (const auto time : {1ms, 5ms, 20ms}) {
        bool woken = false;
        start_new_thread([&] {
            weft::this_thread::sleep_for(time);
            woken = true;
        });
        const auto not_after = steady_clock::now() + time;
        while (steady_clock::now() <= not_after)
            yield();
        yield(); // it is behind main
        yield();
        CHECK(woken);
        wait_for_threads();
    }
}

TEST_CASE("a sleep for no time, or until a time that has passed, lets others run") {
    int rounds = 0;
    start_new_thread([&] {
        for (; rounds < 2; ++rounds)
            yield();
    });
    weft::this_thread::sleep_for(0s);
    CHECK(rounds == 1);
    weft::this_thread::sleep_until(steady_clock::now() - 1h);
    CHECK(rounds == 2);
    wait_for_threads();
}

TEST_CASE("threads that yield all the time do not keep a sleeper from going on") {
    bool woken = false;
    bool timed_out = false;
    lock_type never_released;
    never_released.acquire();
    start_new_thread([&] {
        weft::this_thread::sleep_for(2ms);
        woken = true;
    });
    start_new_thread([&] { timed_out = !never_released.try_lock_for(2ms); });
    start_new_thread([&] {
        while (!woken || !timed_out)
            yield();
    });
    const auto deadline = steady_clock::now() + support::patience;
    while ((!woken || !timed_out) && steady_clock::now() < deadline)
        yield();
    CHECK(woken);
    CHECK(timed_out);
    wait_for_threads();
}

TEST_CASE("the process sleeps until the earliest deadline, not until that of who waits first") {
    lock_type first;
    lock_type released;
    first.acquire();
    released.acquire();
    bool acquired = false;
    const auto begin = steady_clock::now();
    start_new_thread([&] { acquired = first.try_lock_for(support::long_sleep); });
    start_new_thread([&] {
        weft::this_thread::sleep_for(5ms);
        released.release();
    });
    CHECK(released.try_lock_for(support::long_sleep));
    first.release();
    wait_for_threads();
    CHECK(acquired);
    CHECK(steady_clock::now() - begin < support::long_sleep / 2);
}

TEST_CASE("a main thread that sleeps is woken by another's interrupt_main()") {
    const auto begin = steady_clock::now();
    start_new_thread([] {
        yield();
        weft::interrupt_main();
    });
    CHECK_THROWS_AS(weft::this_thread::sleep_for(support::long_sleep), weft::keyboard_interrupt);
    start_new_thread([] {
        weft::this_thread::sleep_for(5ms);
        weft::interrupt_main();
    });
    CHECK_THROWS_AS(weft::this_thread::sleep_for(support::long_sleep), weft::keyboard_interrupt);
    CHECK(steady_clock::now() - begin < support::long_sleep / 2);
    wait_for_threads();
    CHECK_NOTHROW(weft::check_interrupt());
}

TEST_CASE("get_ident() is each thread's own, and count() counts those that wait") {
    lock_type gate;
    gate.acquire();
    std::vector<weft::ident_t> returned;
    std::vector<weft::ident_t> before;
    std::vector<weft::ident_t> after;
    for (std::size_t i = 0; i < 5; ++i) {
        returned.push_back(start_new_thread([&] {
            before.push_back(weft::get_ident());
            gate.acquire();
            after.push_back(weft::get_ident());
            gate.release();
        }));
        CHECK(weft::count() == i + 1);
        CHECK(weft::get_ident() == 1);
    }
    gate.release();
    CHECK(weft::count() == 5);
    wait_for_threads();
    CHECK((before == returned));
    CHECK((after == returned));
    CHECK(weft::count() == 0);
}

TEST_CASE("errno is the thread's own, and as it was after each kind of wait") {
    for (const char way : {'y', 's', 'l', 't', 'n'}) {
        CAPTURE(way);
        lock_type held;
        held.acquire();
        int seen = 0;
        start_new_thread([&] {
            errno = EXDEV;
            switch (way) {
            case 'y':
                yield();
                break;
            case 's':
                weft::this_thread::sleep_for(1ms);
                break;
            case 'l':
                held.acquire();
                break;
            case 't':
                static_cast<void>(held.try_lock_for(support::patience));
                break;
            default:
                static_cast<void>(held.try_lock_for(1ms));
            }
            seen = errno;
            errno = EXDEV;
        });
        errno = EMLINK;
        yield();
        const int after_yield = errno;
        if (way == 'l' || way == 't')
            held.release();
        wait_for_threads();
        CHECK(after_yield == EMLINK);
        CHECK(seen == EXDEV);
    }
    errno = EMLINK;
    start_new_thread([&] { errno = EXDEV; });
    CHECK(errno == EMLINK);
}

namespace {

/// Runs threads that contend for locks, start others and yield by chance; the same each time.
/// Returns what they did, in its order.
std::string run_workload() {
    struct workload {
        lock_type locks[3];
        std::string steps;
        unsigned random = 1;

        unsigned next(unsigned limit) {
            random = random * 1664525U + 1013904223U;
            return (random >> 16) % limit;
        }

        void work(char name, int depth) {
            for (int i = 0; i < 20; ++i) {
                const auto which = next(3);
                const std::lock_guard guard(locks[which]);
                steps += name;
                steps += static_cast<char>('0' + which);
                if (next(3) == 0)
                    yield();
                if (depth > 0 && next(10) == 0) {
                    start_new_thread(&workload::work,
                                     std::tuple(this, static_cast<char>(name + 1), depth - 1));
                }
            }
        }
    };
    workload all;
    for (const char name : {'a', 'f', 'k', 'p'})
        start_new_thread(&workload::work, std::tuple(&all, name, 4));
    while (weft::count() > 0)
        yield();
    return all.steps;
}

} // namespace

TEST_CASE("the same program makes the same switches on every run") {
    const auto first = run_workload();
    CHECK(first.size() > 500);
    // What lies elsewhere in memory, and was started before, makes no difference.
    std::vector<std::unique_ptr<char[]>> elsewhere;
    for (std::size_t i = 1; i < 200; ++i)
        elsewhere.push_back(std::make_unique<char[]>(i * 7));
    for (int i = 0; i < 37; ++i)
        start_new_thread([] {});
    CHECK(run_workload() == first);
    elsewhere.clear();
    CHECK(run_workload() == first);
}

namespace {

/// What a thread of a random program does next.
struct step {
    enum kind { yields, acquires, releases, starts, repeats } does;
    /// The lock, or the program that the new thread runs; or how many steps it goes back, while
    /// there are other threads.
    std::size_t what;
};

using program = std::vector<step>;
constexpr std::size_t locks = 3;

/// Programs, of which each is started once, by one before it. The first one, main's, ends when all
/// others have.
std::vector<program> random_programs(unsigned seed) {
    unsigned random = seed;
    const auto next = [&](std::size_t limit) {
        random = random * 1664525U + 1013904223U;
        return (random >> 8) % limit;
    };
    std::vector<program> programs(2 + next(8));
    for (auto& each : programs) {
        for (auto steps = 3 + next(12); steps > 0; --steps) {
            constexpr step::kind kinds[] = {step::yields, step::acquires, step::releases};
            each.push_back({kinds[next(3)], next(locks)});
        }
    }
    for (std::size_t started = 1; started < programs.size(); ++started) {
        auto& by = programs[next(started)];
        by.insert(by.begin() + static_cast<std::ptrdiff_t>(next(by.size() + 1)),
                  {step::starts, started});
    }
    for (std::size_t lock = 0; lock < locks; ++lock)
        programs[0].push_back({step::releases, lock});
    programs[0].push_back({step::yields, 0});
    programs[0].push_back({step::repeats, locks + 1});
    return programs;
}

/// A line for each step that is done: the thread, and the number of the step.
std::string line(std::size_t thread, std::size_t at) {
    return std::to_string(thread) + ':' + std::to_string(at) + '\n';
}

class real_run {
  public:
    explicit real_run(const std::vector<program>& programs) : programs_(programs) {}

    std::string run() {
        run(0);
        return lines_;
    }

  private:
    void run(std::size_t thread) {
        const auto& steps = programs_[thread];
        for (std::size_t at = 0; at < steps.size(); ++at) {
            const auto what = steps[at].what;
            auto back = std::size_t{0};
            switch (steps[at].does) {
            case step::yields:
                yield();
                break;
            case step::acquires:
                try {
                    locks_[what].acquire();
                } catch (const weft::deadlock&) {
                    lines_ += "deadlock\n";
                }
                break;
            case step::releases:
                if (locks_[what].locked())
                    locks_[what].release();
                break;
            case step::starts:
                start_new_thread([this, what] { run(what); });
                break;
            case step::repeats:
                if (weft::count() > 0)
                    back = what + 1;
            }
            lines_ += line(thread, at);
            at -= back;
            if (lines_.size() > 100000)
                support::give_up("threads that could end do not\n");
        }
    }

    const std::vector<program>& programs_;
    lock_type locks_[locks];
    std::string lines_;
};

/// The rules, without any thread.
class modelled_run {
  public:
    explicit modelled_run(const std::vector<program>& programs)
        : programs_(programs), threads_(programs.size()) {}

    std::string run() {
        for (std::size_t running = 0;;) {
            auto& thread = threads_[running];
            if (thread.at == programs_[running].size()) {
                if (running == 0)
                    return lines_;
                --alive_;
                running = next(running);
                continue;
            }
            const step now = programs_[running][thread.at];
            if (std::exchange(thread.resumed, false)) {
                done(running);
                continue;
            }
            switch (now.does) {
            case step::yields:
                thread.resumed = true;
                ready_.push_back(running);
                running = next(running);
                break;
            case step::acquires:
                if (std::exchange(thread.was_given_it, false)) {
                    thread.has_waited = false;
                    done(running);
                } else if (held_[now.what]) {
                    waited_for_[now.what] = true;
                    auto& queue = thread.has_waited ? again_[now.what] : waiting_[now.what];
                    thread.has_waited = true;
                    queue.push_back(running);
                    running = next(running);
                } else {
                    held_[now.what] = true;
                    waited_for_[now.what] = std::exchange(thread.has_waited, false);
                    done(running);
                }
                break;
            case step::releases:
                if (std::exchange(held_[now.what], false) && waited_for_[now.what]) {
                    if (const auto given_it = pop_front(again_[now.what])) {
                        threads_[*given_it].was_given_it = true;
                        held_[now.what] = true;
                        ready_.push_back(*given_it);
                    } else if (const auto woken = pop_front(waiting_[now.what])) {
                        ready_.push_back(*woken);
                    }
                }
                done(running);
                break;
            case step::starts:
                thread.resumed = true;
                ++alive_;
                threads_[now.what].starter = running;
                running = now.what;
                break;
            case step::repeats:
                done(running);
                if (alive_ > 0)
                    thread.at -= now.what + 1;
            }
        }
    }

  private:
    struct thread_state {
        std::size_t at = 0;
        /// Goes on behind its yield or start.
        bool resumed = false;
        /// Was woken for the lock that it acquires.
        bool has_waited = false;
        /// The lock that it acquires was handed over to it.
        bool was_given_it = false;
        /// Waits inside start_new_thread for this one to wait or end.
        std::optional<std::size_t> starter;
    };

    void done(std::size_t thread) {
        lines_ += line(thread, threads_[thread].at);
        ++threads_[thread].at;
    }

    static std::optional<std::size_t> pop_front(std::deque<std::size_t>& queue) {
        if (queue.empty())
            return std::nullopt;
        const auto first = queue.front();
        queue.pop_front();
        return first;
    }

    /// Who goes on where `thread` does not.
    std::size_t next(std::size_t thread) {
        if (const auto starter = std::exchange(threads_[thread].starter, std::nullopt))
            return *starter;
        if (const auto first = pop_front(ready_))
            return *first;
        for (std::size_t lock = 0; lock < locks; ++lock) {
            std::erase(waiting_[lock], std::size_t{0});
            std::erase(again_[lock], std::size_t{0});
        }
        lines_ += "deadlock\n";
        threads_[0].has_waited = false;
        done(0);
        return 0;
    }

    const std::vector<program>& programs_;
    std::vector<thread_state> threads_;
    std::deque<std::size_t> ready_;
    bool held_[locks] = {};
    /// As the thread that holds it knows: there may be others if it had to wait itself, or if one
    /// came since.
    bool waited_for_[locks] = {};
    std::deque<std::size_t> waiting_[locks];
    /// Those who found it held when they were woken.
    std::deque<std::size_t> again_[locks];
    std::size_t alive_ = 0;
    std::string lines_;
};

} // namespace

TEST_CASE("random programs make the switches that the rules tell, deadlocks included") {
    bool deadlocks = false;
    for (unsigned seed = 0; seed < 500; ++seed) {
        CAPTURE(seed);
        const auto programs = random_programs(seed);
        const auto modelled = modelled_run(programs).run();
        const auto real = real_run(programs).run();
        if (real != modelled) {
            // Only from where they differ.
            const auto same = static_cast<std::size_t>(
                std::mismatch(real.begin(), real.end(), modelled.begin(), modelled.end()).first -
                real.begin());
            const auto begin = real.rfind('\n', same > 40 ? same - 40 : 0) + 1;
            REQUIRE(real.substr(begin, same - begin + 40) ==
                    modelled.substr(begin, same - begin + 40));
        }

        deadlocks = deadlocks || support::contains(modelled, "deadlock");
    }
    CHECK(deadlocks);
}
