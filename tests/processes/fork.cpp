// What a child of fork has of weft. What is wrong in a child is its exit status.
#include <doctest/doctest.h>

#include <weft/local.hpp>

#include "child.hpp"
#include "ctrl_c.hpp"

using namespace std::chrono_literals;
using support::check_child;
using support::output_of;
using weft::lock_type;
using weft::start_new_thread;

namespace {

lock_type held;

/// Whether no others than the `counted` are, and others can be started.
bool only_this_thread_is_there(std::size_t counted) {
    if (weft::count() != counted)
        return false;
    support::run([] {});
    return true;
}

} // namespace

TEST_CASE("in a child of fork only the thread that called it is counted, and starts others") {
    CHECK(output_of([](int output) {
              start_new_thread([] { weft::this_thread::sleep_for(support::long_sleep); });
              check_child(output, [] { return only_this_thread_is_there(0) ? 0 : 1; });
              lock_type done;
              done.acquire();
              start_new_thread([&] {
                  check_child(output, [] { return only_this_thread_is_there(1) ? 0 : 1; });
                  done.release();
              });
              support::wait_for(done);
          }) == "");
}

TEST_CASE("a child has the ident of the thread that called fork, and gives others to new ones") {
    CHECK(output_of([](int output) {
              support::run([=] {
                  const auto ident = weft::get_ident();
                  check_child(output, [=] {
                      if (weft::get_ident() != ident)
                          return 1;
                      return support::run([] {}) > ident ? 0 : 2;
                  });
              });
          }) == "");
}

TEST_CASE("a child has the values that the thread had which called fork, and threads have others") {
    CHECK(output_of([](int output) {
              support::run([=] {
                  static weft::local<int> variable;
                  *variable = 7;
                  check_child(output, [] {
                      if (*variable != 7)
                          return 1;
                      int begins_as = -1;
                      support::run([&] { begins_as = *variable; });
                      return begins_as == 0 && *variable == 7 ? 0 : 2;
                  });
              });
          }) == "");
}

TEST_CASE("SIGINT interrupts the thread that is left in a child") {
    CHECK(output_of([](int output) {
              const weft::interrupt_on_sigint on_sigint;
              support::run([=] {
                  check_child(output,
                              [] { return support::interrupts_of(support::ctrl_c) == 1 ? 0 : 1; });
              });
          }) == "");
}

TEST_CASE("an interrupt that is pending is the parent's alone") {
    CHECK(output_of([](int output) {
              const int interrupts = support::interrupts_of_thread([=] {
                  weft::interrupt_main();
                  check_child(output, [] { return support::interrupts_of(weft::check_interrupt); });
              });
              if (interrupts != 1)
                  support::write_to(output, "not the parent's");
          }) == "");
}

TEST_CASE("what another thread holds stays held in a child, and is released by any thread") {
    CHECK(output_of([](int output) {
              lock_type is_held;
              is_held.acquire();
              start_new_thread([&] {
                  held.acquire();
                  is_held.release();
                  weft::this_thread::sleep_for(support::long_sleep);
              });
              support::wait_for(is_held);
              check_child(output, [] {
                  if (!held.locked() || held.try_lock() || held.try_lock_for(10ms))
                      return 1;
                  held.release();
                  return held.try_lock() ? 0 : 2;
              });
          }) == "");
}

TEST_CASE("a wait in a child ends by a release, also where others waited for the lock before") {
    CHECK(output_of([](int output) {
              held.acquire();
              start_new_thread([] {
                  // Not where the child's thread has what it waits by, on the same stack.
                  volatile char room[4096];
                  room[0] = 0;
                  held.acquire();
                  room[1] = room[0];
              });
              support::pause();
              check_child(output, [] {
                  lock_type done;
                  done.acquire();
                  start_new_thread([&] {
                      held.acquire();
                      done.release();
                  });
                  support::pause();
                  held.release();
                  return done.try_lock_for(support::patience) ? 0 : 1;
              });
          }) == "");
}

TEST_CASE("a signal handler that meets a thread which waits may fork, and the child waits on") {
    CHECK(support::forks_in_handler(
        [] { start_new_thread([] { weft::this_thread::sleep_for(support::long_sleep); }); }, 20ms,
        [] { return only_this_thread_is_there(0); }));
}
