// Exceptions in threads that wait meanwhile: each has its own, whatever others throw and catch.
#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "captured_stderr.hpp"

using namespace std::chrono_literals;
using support::wait_for;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;

namespace {

/// What is waited for until it happens, once.
class event {
  public:
    event() { lock_.acquire(); }
    void happens() { lock_.release(); }
    void wait() { wait_for(lock_); }

  private:
    lock_type lock_;
};

/// Threads that run one at a time, in turn. Each waits for its first turn, and hands on its last.
class ring {
  public:
    explicit ring(std::size_t threads) : turns_(threads) {
        for (auto& turn : turns_)
            turn.acquire();
    }
    void begin() { turns_.front().release(); }
    void wait(std::size_t thread) { wait_for(turns_[thread]); }
    void hand_on(std::size_t thread) { turns_[(thread + 1) % turns_.size()].release(); }

    /// Lets all others have a turn.
    void pass(std::size_t thread) {
        hand_on(thread);
        wait(thread);
    }

  private:
    std::vector<lock_type> turns_;
};

/// Runs `function(number, pass)` in `threads` threads, which run in turn; each calls `pass` as
/// often as the others.
template <class F>
void run_in_turn(std::size_t threads, F function) {
    ring turns(threads);
    for (std::size_t i = 0; i < threads; ++i) {
        start_new_thread([&, i] {
            turns.wait(i);
            function(static_cast<int>(i) + 1, [&] { turns.pass(i); });
            turns.hand_on(i);
        });
    }
    turns.begin();
    wait_for_threads();
}

/// The number that is being handled, 0 where nothing is, -1 where it is something else.
int handled() {
    const auto current = std::current_exception();
    if (current == nullptr)
        return 0;
    try {
        std::rethrow_exception(current);
    } catch (int number) {
        return number;
    } catch (...) {
        return -1;
    }
}

/// What `throw;` throws, likewise.
int rethrown() {
    try {
        throw;
    } catch (int number) {
        return number;
    } catch (...) {
        return -1;
    }
}

/// Whether `number` is what is being handled. `throw;` ends the program where nothing is.
bool handles(int number) {
    return handled() == number && rethrown() == number && handled() == number;
}

/// Calls `function` at the end of its scope, however that is left.
template <class F>
struct at_end {
    F function;
    ~at_end() { function(); }
};
template <class F>
at_end(F) -> at_end<F>;

struct counted {
    static inline std::atomic<int> alive = 0;

    explicit counted(int of) : number(of) { ++alive; }
    counted(const counted& other) : number(other.number) { ++alive; }
    counted& operator=(const counted&) = delete;
    ~counted() { --alive; }

    int number;
};

std::string chain_of(const std::exception& outer) {
    try {
        std::rethrow_if_nested(outer);
    } catch (const std::exception& inner) {
        return outer.what() + (" < " + chain_of(inner));
    }
    return outer.what();
}

} // namespace

TEST_CASE("what a thread handles is the same after a wait: std::current_exception() and throw;") {
    event waits;
    event goes_on;
    event ended;
    bool kept = false;
    bool left = false;
    start_new_thread([&] {
        try {
            throw 2;
        } catch (int) {
            waits.happens();
            goes_on.wait();
            kept = handles(2);
        }
        left = handled() == 0;
        ended.happens();
    });
    waits.wait();
    CHECK(handled() == 0);
    bool kept_in_main = false;
    try {
        throw 1;
    } catch (int) {
        goes_on.happens();
        ended.wait();
        kept_in_main = handles(1);
    }
    wait_for_threads();
    CHECK(kept);
    CHECK(left);
    CHECK(kept_in_main);
    CHECK(handled() == 0);
}

TEST_CASE("handlers of two threads end in the order in which they began, or in any other") {
    for (const bool main_ends_first : {true, false}) {
        event waits;
        event goes_on;
        event ended;
        bool kept = false;
        bool kept_in_main = false;
        try {
            throw 1;
        } catch (int) {
            start_new_thread([&] {
                try {
                    throw 2;
                } catch (int) {
                    waits.happens();
                    goes_on.wait();
                    kept = handles(2);
                }
                ended.happens();
            });
            waits.wait();
            kept_in_main = handles(1);
            if (!main_ends_first) {
                goes_on.happens();
                ended.wait();
                kept_in_main = kept_in_main && handles(1);
            }
        }
        const int after = handled();
        if (main_ends_first) {
            goes_on.happens();
            ended.wait();
        }
        wait_for_threads();
        CHECK(kept);
        CHECK(kept_in_main);
        CHECK(after == 0);
        CHECK(handled() == 0);
    }
}

TEST_CASE("what a thread handles is the same after a yield, a sleep and a timed acquire") {
    constexpr int threads = 4;
    lock_type never_released;
    never_released.acquire();
    const auto every_wait = [&](int number) {
        bool kept = handles(number);
        weft::this_thread::yield();
        kept = kept && handles(number);
        weft::this_thread::sleep_for(1ms);
        kept = kept && handles(number);
        kept = kept && !never_released.try_lock_for(1ms) && handles(number);
        return kept;
    };
    std::atomic<int> all_kept = 0;
    const auto handle = [&](int number) {
        try {
            throw number;
        } catch (int) {
            bool kept = every_wait(number);
            try {
                throw 10 + number;
            } catch (int) {
                kept = kept && every_wait(10 + number);
            }
            all_kept += kept && every_wait(number) ? 1 : 0;
        }
    };
    for (int i = 1; i <= threads; ++i)
        start_new_thread(handle, std::tuple(i));
    handle(threads + 1);
    wait_for_threads();
    CHECK(all_kept == threads + 1);
    CHECK(handled() == 0);
}

TEST_CASE(
    "a handler inside a handler: each thread has its own of both, and goes back to the outer") {
    constexpr int threads = 12;
    constexpr int depth = 6;
    struct nest {
        static void descend(int number, int levels, const std::function<void()>& pass, bool& kept) {
            try {
                throw 100 * number + levels;
            } catch (int caught) {
                pass();
                kept = kept && handles(caught);
                if (levels > 1)
                    descend(number, levels - 1, pass, kept);
                kept = kept && handles(caught);
                pass();
                kept = kept && handles(caught);
            }
        }
    };
    int all_kept = 0;
    run_in_turn(threads, [&](int number, const auto& pass) {
        bool kept = handled() == 0;
        const auto pass_outside = [&](int times) {
            for (int i = 0; i < times; ++i) {
                pass();
                kept = kept && handled() == 0;
            }
        };
        // Neither as deep nor as early as the others', so that the handlers end in no order.
        const int early = number % 4;
        const int levels = 1 + number % depth;
        pass_outside(early);
        nest::descend(number, levels, pass, kept);
        pass_outside(4 + 2 * depth - early - 2 * levels);
        all_kept += kept ? 1 : 0;
    });
    CHECK(all_kept == threads);
}

TEST_CASE("an exception that is thrown on after a wait in each frame arrives in the outermost") {
    constexpr int threads = 8;
    constexpr int frames = 20;
    struct frame {
        static void descend(int number, int levels, const std::function<void()>& pass,
                            int& passed) {
            try {
                if (levels == 0)
                    throw number;
                descend(number, levels - 1, pass, passed);
            } catch (...) {
                pass();
                ++passed;
                throw;
            }
        }
    };
    int arrived = 0;
    run_in_turn(threads, [&](int number, const auto& pass) {
        int passed = 0;
        try {
            frame::descend(number, frames - 1, pass, passed);
        } catch (int caught) {
            arrived += caught == number && passed == frames ? 1 : 0;
        }
    });
    CHECK(arrived == threads);
}

TEST_CASE("std::uncaught_exceptions() counts the thread's own, also in a destructor that waits") {
    event waits;
    event goes_on;
    event ended;
    int before = 0;
    int after = 0;
    int arrived = 0;
    int at_last = -1;
    start_new_thread([&] {
        try {
            const at_end parked{[&] {
                before = std::uncaught_exceptions();
                waits.happens();
                goes_on.wait();
                after = std::uncaught_exceptions();
            }};
            throw 2;
        } catch (int number) {
            arrived = number;
            at_last = std::uncaught_exceptions();
        }
        ended.happens();
    });
    waits.wait();
    const int beside_it = std::uncaught_exceptions();
    int main_before = 0;
    int main_after = 0;
    int main_arrived = 0;
    try {
        const at_end parked{[&] {
            main_before = std::uncaught_exceptions();
            goes_on.happens();
            ended.wait();
            main_after = std::uncaught_exceptions();
        }};
        throw 1;
    } catch (int number) {
        main_arrived = number;
    }
    wait_for_threads();
    CHECK(before == 1);
    CHECK(after == 1);
    CHECK(arrived == 2);
    CHECK(at_last == 0);
    CHECK(beside_it == 0);
    CHECK(main_before == 1);
    CHECK(main_after == 1);
    CHECK(main_arrived == 1);
    CHECK(std::uncaught_exceptions() == 0);
}

TEST_CASE("threads are unwound in turn, each by exceptions inside the destructors of others") {
    constexpr int threads = 8;
    struct unwinding {
        static void descend(int number, int level, int levels, const std::function<void()>& pass,
                            bool& kept) {
            try {
                const at_end parked{[&] {
                    pass();
                    kept = kept && std::uncaught_exceptions() == level;
                    if (level < levels)
                        descend(number, level + 1, levels, pass, kept);
                    pass();
                    kept = kept && std::uncaught_exceptions() == level;
                }};
                throw 100 * number + level;
            } catch (int caught) {
                kept = kept && caught == 100 * number + level && handles(caught) &&
                       std::uncaught_exceptions() == level - 1;
            }
        }
    };
    int all_kept = 0;
    run_in_turn(threads, [&](int number, const auto& pass) {
        constexpr int most = 4;
        const int levels = 1 + number % most;
        bool kept = true;
        unwinding::descend(number, 1, levels, pass, kept);
        for (int i = 2 * levels; i < 2 * most; ++i) {
            pass();
            kept = kept && std::uncaught_exceptions() == 0;
        }
        all_kept += kept ? 1 : 0;
    });
    CHECK(all_kept == threads);
}

TEST_CASE(
    "an exception that is thrown and caught while another thread is unwound disturbs neither") {
    event waits;
    event goes_on;
    std::string order;
    start_new_thread([&] {
        try {
            const at_end last{[&] { order += 'c'; }};
            const at_end parked{[&] {
                order += 'a';
                waits.happens();
                goes_on.wait();
            }};
            throw 2;
        } catch (int number) {
            order += number == 2 && handles(2) ? 'd' : '?';
        }
    });
    waits.wait();
    for (int i = 0; i < 3; ++i) {
        try {
            throw std::runtime_error("main's");
        } catch (const std::exception& caught) {
            order += std::string(caught.what()) == "main's" ? 'b' : '?';
        }
    }
    goes_on.happens();
    wait_for_threads();
    CHECK(order == "abbbcd");
}

TEST_CASE("a thread that is started in a handler handles nothing, and its starter still does") {
    event waits;
    event goes_on;
    event ended;
    int in_thread = -1;
    int uncaught_in_thread = -1;
    bool kept = false;
    bool kept_in_main = false;
    try {
        throw 1;
    } catch (int) {
        start_new_thread([&] {
            in_thread = handled();
            uncaught_in_thread = std::uncaught_exceptions();
            try {
                throw 2;
            } catch (int) {
                waits.happens();
                goes_on.wait();
                kept = handles(2);
            }
            kept = kept && handled() == 0;
            ended.happens();
        });
        kept_in_main = handles(1);
        waits.wait();
        goes_on.happens();
        ended.wait();
        kept_in_main = kept_in_main && handles(1);
    }
    wait_for_threads();
    CHECK(in_thread == 0);
    CHECK(uncaught_in_thread == 0);
    CHECK(kept);
    CHECK(kept_in_main);
}

TEST_CASE("a thread that is started by a destructor while the stack is unwound has no exception") {
    event waits;
    event goes_on;
    int uncaught_in_thread = -1;
    int handled_in_thread = -1;
    int arrived_in_thread = 0;
    int uncaught = 0;
    int arrived = 0;
    try {
        const at_end started{[&] {
            start_new_thread([&] {
                uncaught_in_thread = std::uncaught_exceptions();
                handled_in_thread = handled();
                waits.happens();
                goes_on.wait();
                try {
                    throw 2;
                } catch (int number) {
                    arrived_in_thread = number;
                }
            });
            waits.wait();
            uncaught = std::uncaught_exceptions();
        }};
        throw 1;
    } catch (int number) {
        arrived = number;
    }
    goes_on.happens();
    wait_for_threads();
    CHECK(uncaught_in_thread == 0);
    CHECK(handled_in_thread == 0);
    CHECK(arrived_in_thread == 2);
    CHECK(uncaught == 1);
    CHECK(arrived == 1);
}

TEST_CASE("threads that are started in one another's handlers each handle their own") {
    constexpr int depth = 10;
    lock_type gate;
    gate.acquire();
    std::atomic<int> all_kept = 0;
    struct nest {
        static void handle(int number, lock_type& gate, std::atomic<int>& all_kept) {
            bool kept = handled() == 0;
            try {
                throw number;
            } catch (int) {
                if (number < depth)
                    start_new_thread(handle,
                                     std::tuple(number + 1, std::ref(gate), std::ref(all_kept)));
                kept = kept && handles(number);
                wait_for(gate);
                gate.release();
                kept = kept && handles(number);
            }
            all_kept += kept && handled() == 0 ? 1 : 0;
        }
    };
    start_new_thread(nest::handle, std::tuple(1, std::ref(gate), std::ref(all_kept)));
    gate.release();
    wait_for_threads();
    CHECK(all_kept == depth);
}

TEST_CASE("an exception is handled in two threads at once, and destroyed when both have left it") {
    event passed;
    event waits;
    event goes_on;
    event left;
    std::exception_ptr shared;
    int in_thread = 0;
    int alive_in_thread = 0;
    start_new_thread([&] {
        passed.wait();
        try {
            std::rethrow_exception(std::exchange(shared, nullptr));
        } catch (const counted&) {
            waits.happens();
            goes_on.wait();
            alive_in_thread = counted::alive;
            try {
                throw;
            } catch (const counted& again) {
                in_thread = again.number;
            }
        }
        left.happens();
    });
    int in_main = 0;
    try {
        throw counted(7);
    } catch (const counted&) {
        shared = std::current_exception();
        passed.happens();
        waits.wait();
        try {
            throw;
        } catch (const counted& again) {
            in_main = again.number;
        }
    }
    const int alive_beside = counted::alive;
    goes_on.happens();
    left.wait();
    wait_for_threads();
    CHECK(in_main == 7);
    CHECK(alive_beside == 1);
    CHECK(alive_in_thread == 1);
    CHECK(in_thread == 7);
    CHECK(counted::alive == 0);
}

TEST_CASE("an exception_ptr outlives the thread that threw it, and its handlers") {
    std::exception_ptr thrown;
    support::run([&] {
        try {
            throw counted(3);
        } catch (...) {
            support::pause();
            thrown = std::current_exception();
        }
    });
    int caught_number = 0;
    support::run([&] {
        try {
            std::rethrow_exception(thrown);
        } catch (const counted& caught) {
            support::pause();
            caught_number = caught.number;
        }
    });
    CHECK(caught_number == 3);
    CHECK(counted::alive == 1);
    thrown = nullptr;
    CHECK(counted::alive == 0);
}

TEST_CASE("what std::throw_with_nested nests is the thread's own, also where it waited before it") {
    constexpr int threads = 8;
    int right = 0;
    run_in_turn(threads, [&](int number, const auto& pass) {
        const auto text = std::to_string(number);
        std::string chain;
        try {
            try {
                try {
                    throw std::runtime_error("inner " + text);
                } catch (...) {
                    pass();
                    std::throw_with_nested(std::logic_error("middle " + text));
                }
            } catch (...) {
                pass();
                std::throw_with_nested(std::range_error("outer " + text));
            }
        } catch (const std::exception& caught) {
            pass();
            chain = chain_of(caught);
        }
        right += chain == "outer " + text + " < middle " + text + " < inner " + text ? 1 : 0;
    });
    CHECK(right == threads);
}

TEST_CASE("exit() in a handler ends its thread silently, while others wait in theirs") {
    const support::captured_stderr captured;
    event waits;
    event goes_on;
    bool kept = false;
    start_new_thread([&] {
        try {
            throw 2;
        } catch (int) {
            waits.happens();
            goes_on.wait();
            kept = handles(2);
        }
    });
    waits.wait();
    bool kept_in_main = false;
    int destroyed = 0;
    int uncaught = 0;
    try {
        throw 1;
    } catch (int) {
        support::run([&] {
            try {
                throw 3;
            } catch (int) {
                try {
                    throw 4;
                } catch (int) {
                    const at_end parked{[&] {
                        uncaught = std::uncaught_exceptions();
                        support::pause();
                        destroyed = std::uncaught_exceptions() == uncaught && handles(4) ? 1 : -1;
                    }};
                    weft::exit();
                }
            }
        });
        kept_in_main = handles(1);
    }
    goes_on.happens();
    wait_for_threads();
    CHECK(destroyed == 1);
    CHECK(uncaught == 1);
    CHECK(kept);
    CHECK(kept_in_main);
    CHECK(captured.text().empty());
}

TEST_CASE("what a handler throws after a wait is reported where nothing catches it") {
    static std::vector<int> reported;
    static lock_type guard;
    reported.clear();
    const support::excepthook_while hook([](const weft::excepthook_args& args) {
        try {
            std::rethrow_exception(args.exception);
        } catch (int number) {
            const std::lock_guard guarded(guard);
            reported.push_back(number);
        }
    });
    run_in_turn(4, [](int number, const auto& pass) {
        try {
            throw number;
        } catch (int) {
            pass();
        }
    });
    CHECK(reported.empty());
    lock_type gate;
    gate.acquire();
    for (const bool throws_another : {false, true}) {
        start_new_thread([&, throws_another] {
            try {
                throw 1;
            } catch (int) {
                wait_for(gate);
                gate.release();
                if (throws_another)
                    throw 2;
                throw;
            }
        });
    }
    gate.release();
    wait_for_threads();
    const std::lock_guard guarded(guard);
    CHECK(reported.size() == 2);
    CHECK((reported == std::vector{1, 2} || reported == std::vector{2, 1}));
}

TEST_CASE("an unhandled exception ends its thread while others are unwound and wait in handlers") {
    const support::excepthook_while hook(support::ignore_report);
    event unwound;
    event handling;
    lock_type gate;
    gate.acquire();
    int arrived = 0;
    bool kept = false;
    start_new_thread([&] {
        try {
            const at_end parked{[&] {
                unwound.happens();
                wait_for(gate);
                gate.release();
            }};
            throw 2;
        } catch (int number) {
            arrived = number;
        }
    });
    start_new_thread([&] {
        try {
            throw 3;
        } catch (int) {
            handling.happens();
            wait_for(gate);
            gate.release();
            kept = handles(3);
        }
    });
    unwound.wait();
    handling.wait();
    support::report_kept.acquire();
    weft::set_excepthook(support::keep_report);
    start_new_thread([] { throw std::range_error("beside them"); });
    wait_for(support::report_kept);
    support::report_kept.release();
    const auto report = support::kept_report;
    gate.release();
    wait_for_threads();
    CHECK(support::contains(report, "std::range_error: beside them\n"));
    CHECK(arrived == 2);
    CHECK(kept);
}

namespace {

lock_type hook_gate;
lock_type hook_guard;
event* hook_entered = nullptr;
std::vector<std::string> hook_saw;

/// Waits for the gate between two looks at what it got.
void wait_in_hook(const weft::excepthook_args& args) {
    const auto look = [&]() -> std::string {
        try {
            std::rethrow_exception(args.exception);
        } catch (const std::exception& thrown) {
            const std::string text = thrown.what();
            return support::contains(args.report, text) ? text : "another's report";
        } catch (...) {
            return "another's";
        }
    };
    const auto before = look();
    {
        const std::lock_guard guarded(hook_guard);
        if (hook_entered != nullptr)
            std::exchange(hook_entered, nullptr)->happens();
    }
    wait_for(hook_gate);
    hook_gate.release();
    const auto after = look();
    const bool own = args.thread == weft::get_ident() && before == after;
    const std::lock_guard guarded(hook_guard);
    hook_saw.push_back(own ? after : "another's thread");
}

} // namespace

TEST_CASE("a hook that waits for a lock still has its thread's exception and report") {
    constexpr int threads = 5;
    event entered;
    hook_entered = &entered;
    hook_saw.clear();
    hook_gate.acquire();
    std::vector<std::string> expected;
    {
        const support::excepthook_while hook(wait_in_hook);
        for (int i = 0; i < threads; ++i) {
            expected.push_back("number " + std::to_string(i));
            start_new_thread([i] { throw std::runtime_error("number " + std::to_string(i)); });
        }
        entered.wait();
        CHECK(weft::count() == threads);
        CHECK(handled() == 0);
        try {
            throw 1;
        } catch (int) {
            hook_gate.release();
            wait_for_threads();
            CHECK(handles(1));
        }
    }
    std::sort(hook_saw.begin(), hook_saw.end());
    CHECK((hook_saw == expected));
}

TEST_CASE("a thread begins without an exception where one ended by any of the ways before it") {
    const support::excepthook_while hook(support::ignore_report);
    for (const int way : {0, 1, 2, 3}) {
        CAPTURE(way);
        support::run([&] {
            try {
                throw 1;
            } catch (int) {
                support::pause();
                try {
                    throw 2;
                } catch (int) {
                    support::pause();
                    if (way == 1)
                        weft::exit();
                    if (way == 2)
                        throw;
                    if (way == 3)
                        throw std::runtime_error("another");
                }
            }
        });
        int handled_then = -1;
        int uncaught_then = -1;
        support::run([&] {
            handled_then = handled();
            uncaught_then = std::uncaught_exceptions();
        });
        CHECK(handled_then == 0);
        CHECK(uncaught_then == 0);
        CHECK(handled() == 0);
        CHECK(std::uncaught_exceptions() == 0);
    }
}

TEST_CASE("an interrupt that is thrown in a handler leaves what that handles, and others handle") {
    event go;
    event goes_on;
    bool kept = false;
    start_new_thread([&] {
        try {
            throw 2;
        } catch (int) {
            go.wait();
            weft::interrupt_main();
            goes_on.wait();
            kept = handles(2);
        }
    });
    bool interrupted = false;
    bool kept_in_main = false;
    try {
        throw 1;
    } catch (int) {
        go.happens();
        try {
            weft::this_thread::sleep_for(support::long_sleep);
        } catch (const weft::keyboard_interrupt&) {
            interrupted = handled() == -1;
            goes_on.happens();
            wait_for_threads();
            interrupted = interrupted && handled() == -1;
        }
        kept_in_main = handles(1);
    }
    CHECK(interrupted);
    CHECK(kept);
    CHECK(kept_in_main);
}

namespace {

/// Throws and catches by chance, lets others go on after each step, and looks whether all that it
/// handles and all that it is unwound by are as before.
class storm {
  public:
    storm(unsigned seed, lock_type& contended) : random_(seed), contended_(contended) {}

    // Few, as who yields with the lock has all wait for what else runs on this machine.
    bool run() {
        for (int i = 0; i < 10; ++i)
            descend(0, 0, 0);
        return kept_;
    }

  private:
    unsigned next(unsigned limit) {
        random_ = random_ * 1664525U + 1013904223U;
        return (random_ >> 16) % limit;
    }

    void look(int handling, int unwinding) {
        if (next(2) == 0) {
            weft::this_thread::yield();
        } else {
            const std::lock_guard guard(contended_);
            weft::this_thread::yield();
        }
        kept_ = kept_ && handled() == handling && std::uncaught_exceptions() == unwinding;
    }

    void descend(int depth, int handling, int unwinding) {
        look(handling, unwinding);
        for (unsigned i = next(3); depth < 6 && i > 0; --i) {
            const int number = static_cast<int>(next(1000000)) + 1;
            try {
                if (next(2) == 0) {
                    const at_end unwound{[&] { descend(depth + 1, handling, unwinding + 1); }};
                    throw number;
                }
                throw number;
            } catch (int caught) {
                kept_ = kept_ && caught == number;
                descend(depth + 1, number, unwinding);
                try {
                    throw;
                } catch (int again) {
                    kept_ = kept_ && again == number;
                    look(number, unwinding);
                }
                look(number, unwinding);
            }
            look(handling, unwinding);
        }
    }

    unsigned random_;
    lock_type& contended_;
    bool kept_ = true;
};

} // namespace

TEST_CASE("many threads throw, catch, throw on and are unwound at the same time") {
    constexpr unsigned threads = 16;
    lock_type contended;
    std::atomic<unsigned> all_kept = 0;
    for (unsigned i = 0; i < threads; ++i)
        start_new_thread([&, i] { all_kept += storm(i, contended).run() ? 1U : 0U; });
    const bool kept_in_main = storm(threads, contended).run();
    wait_for_threads();
    CHECK(all_kept == threads);
    CHECK(kept_in_main);
}
