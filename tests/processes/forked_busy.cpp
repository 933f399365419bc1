// Children of fork whose parent is busy: its threads are in all of weft when it forks. What is
// wrong in a child is its exit status.
#include <stdexcept>

#include <doctest/doctest.h>

#include "child.hpp"

using namespace std::chrono_literals;
using support::check_child;
using support::output_of;
using weft::lock_type;
using weft::start_new_thread;

namespace {

template <class F>
void repeat_in_thread(F work) {
    start_new_thread([=] {
        for (;;) {
            work();
            weft::this_thread::yield();
        }
    });
}

lock_type in_use;
lock_type never_released;

void be_busy() {
    weft::set_excepthook(support::ignore_report);
    repeat_in_thread([] {
        for (int i = 0; i < 1000; ++i)
            static_cast<void>(weft::count());
    });
    repeat_in_thread([] {
        for (int i = 0; i < 1000; ++i)
            weft::set_excepthook(support::ignore_report);
    });
    repeat_in_thread([] {
        start_new_thread([] {});
        support::wait_for_threads(20);
    });
    static_cast<void>(never_released.try_lock());
    for (int i = 0; i < 2; ++i) {
        repeat_in_thread([] {
            in_use.acquire();
            in_use.release();
        });
        repeat_in_thread([] {
            for (int j = 0; j < 100; ++j)
                static_cast<void>(never_released.try_lock_for(1ns));
        });
    }
    repeat_in_thread([] { const weft::interrupt_on_sigint on_sigint; });
    repeat_in_thread([] {
        start_new_thread([] { throw std::runtime_error("reported"); });
        support::wait_for_threads(20);
    });
    repeat_in_thread([] { weft::this_thread::sleep_for(1ms); });
}

bool thread_runs() {
    lock_type done;
    done.acquire();
    start_new_thread([&] {
        lock_type own;
        own.acquire();
        own.release();
        done.release();
    });
    return done.try_lock_for(support::patience);
}

bool exception_is_reported() {
    const support::excepthook_while hook(support::keep_report);
    support::report_kept.acquire();
    start_new_thread([] { throw std::runtime_error("thrown in the child"); });
    return support::report_kept.try_lock_for(support::patience) &&
           support::contains(support::kept_report, "thrown in the child");
}

/// What is wrong in a child that runs in a thread which is `counted` by `count()`, or 0.
int faults_of_child(std::size_t counted) {
    if (weft::count() != counted)
        return 1;
    if (never_released.try_lock_for(1us))
        return 2;
    if (!thread_runs())
        return 3;
    support::wait_for_threads(counted);
    if (support::interrupts_of(weft::interrupt_main) != 1)
        return 4;
    { const weft::interrupt_on_sigint on_sigint; }
    weft::set_excepthook(nullptr);
    return 0;
}

/// Reading debug information anew takes longer than all else.
int faults_of_reporting_child(std::size_t counted) {
    if (const int fault = faults_of_child(counted))
        return fault;
    if (!exception_is_reported())
        return 5;
    support::wait_for_threads(counted);
    return 0;
}

void check_children(int output, std::size_t counted) {
    for (int i = 0; i < 200; ++i) {
        check_child(output, [=] {
            return i % 10 == 0 ? faults_of_reporting_child(counted) : faults_of_child(counted);
        });
        support::pause();
    }
}

} // namespace

TEST_CASE("a child of fork has what it needs, whatever the other threads were at") {
    CHECK(output_of([](int output) {
              be_busy();
              check_children(output, 0);
          }) == "");
}

TEST_CASE("a thread that is not the main one may fork, and is the child's main thread") {
    CHECK(output_of([](int output) {
              be_busy();
              lock_type done;
              done.acquire();
              start_new_thread([&] {
                  check_children(output, 1);
                  done.release();
              });
              done.acquire();
          }) == "");
}

TEST_CASE("a child of a child has only its thread, too") {
    CHECK(output_of([](int output) {
              be_busy();
              check_child(output, [=] {
                  be_busy();
                  check_child(output, [] { return faults_of_reporting_child(0); });
                  return 0;
              });
          }) == "");
}
