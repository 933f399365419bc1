// A signal that a main thread gets which sleeps, and no other thread.
#include <pthread.h>
#include <signal.h>

#include <doctest/doctest.h>

#include "wakes_main.hpp"

using support::check_wakes_main;

TEST_CASE("a main thread that sleeps is woken by SIGINT that it gets itself") {
    const weft::interrupt_on_sigint on_sigint;
    check_wakes_main([main = ::pthread_self()] { ::pthread_kill(main, SIGINT); });
}
