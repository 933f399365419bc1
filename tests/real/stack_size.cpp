// The stack size of threads of the system, as that tells it.
#include <cstddef>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "own_stack.hpp"

using support::default_stack_size_at_end;
using support::own_stack_size;
using support::run;
using weft::stack_size;

namespace {

std::size_t stack_size_of_new_thread() {
    std::size_t size = 0;
    run([&] { size = own_stack_size(); });
    return size;
}

constexpr std::size_t mebibyte = 1024 * 1024;

} // namespace

TEST_CASE("a thread's stack has at least the size that was set") {
    const default_stack_size_at_end restored;
    for (const std::size_t size : {std::size_t{32768}, std::size_t{65536}, mebibyte, 4 * mebibyte,
                                   16 * mebibyte, 64 * mebibyte}) {
        CAPTURE(size);
        stack_size(size);
        CHECK(stack_size_of_new_thread() >= size);
    }
}

TEST_CASE("a system that takes only certain sizes gets the next larger one") {
    const default_stack_size_at_end restored;
    for (const std::size_t size :
         {std::size_t{32769}, std::size_t{40000}, std::size_t{100001}, mebibyte + 1}) {
        CAPTURE(size);
        stack_size(size);
        CHECK(stack_size_of_new_thread() >= size);
    }
}

TEST_CASE("the stack size 0 is the system's default") {
    const default_stack_size_at_end restored;
    const auto before = stack_size_of_new_thread();
    CHECK(before > 0);
    stack_size(5 * before);
    CHECK(stack_size_of_new_thread() >= 5 * before);
    stack_size(0);
    // Some systems give one that a thread has left, of up to four times the size.
    CHECK(stack_size_of_new_thread() < 5 * before);
}

TEST_CASE("the stack size holds for the threads that are started from now on, by any thread") {
    const default_stack_size_at_end restored;
    std::size_t inner = 0;
    run([&] {
        stack_size(4 * mebibyte);
        run([&] { inner = own_stack_size(); });
    });
    CHECK(inner >= 4 * mebibyte);
    CHECK(stack_size() == 4 * mebibyte);
}
