// The stack size of threads.
#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::default_stack_size_at_end;
using support::run;
using weft::stack_size;

namespace {

constexpr std::size_t block_size = 16384;

/// Writes to `blocks` blocks of the stack, below one another.
int touch(std::size_t blocks) {
    volatile char block[block_size];
    for (std::size_t i = 0; i < block_size; i += 1024)
        block[i] = 1;
    return blocks <= 1 ? block[0] : touch(blocks - 1) + block[block_size / 2];
}

constexpr std::size_t mebibyte = 1024 * 1024;

} // namespace

TEST_CASE("stack_size(n) returns the size that was set before") {
    const default_stack_size_at_end restored;
    CHECK(stack_size(65536) == 0);
    CHECK(stack_size(mebibyte) == 65536);
    CHECK(stack_size(0) == mebibyte);
    CHECK(stack_size(32768) == 0);
    CHECK(stack_size() == 32768);
    CHECK(stack_size() == 0);
}

TEST_CASE("a thread can use the stack that was asked for") {
    const default_stack_size_at_end restored;
    constexpr std::size_t blocks = 4 * mebibyte / block_size * 3 / 4;
    stack_size(4 * mebibyte);
    int touched = 0;
    run([&] { touched = touch(blocks); });
    CHECK(touched == static_cast<int>(blocks));
}

TEST_CASE("a function may be larger than the stack of the thread that starts it") {
    const default_stack_size_at_end restored;
    struct large {
        std::array<int, 100000> numbers{};
        int* got = nullptr;
        void operator()() const { *got = numbers.back(); }
    };
    int got = 0;
    const auto function = std::make_unique<large>();
    function->numbers.back() = 42;
    function->got = &got;
    stack_size(65536);
    run([&] { weft::start_new_thread(*function); });
    support::wait_for_threads();
    CHECK(got == 42);
}

TEST_CASE("a stack size that is too small or too large is invalid and leaves the size unmodified") {
    const default_stack_size_at_end restored;
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    stack_size(mebibyte);
    for (const std::size_t size :
         {std::size_t{1}, std::size_t{4096}, std::size_t{32767}, most, most - 1, most - 131072}) {
        CAPTURE(size);
        CHECK_THROWS_AS(stack_size(size), std::invalid_argument);
        CHECK(stack_size(mebibyte) == mebibyte);
    }
}

TEST_CASE("start_new_thread throws error where the system refuses, and starts nothing") {
    const default_stack_size_at_end restored;
    // More than the addresses of a process, or several are; where that is invalid already, there is
    // nothing to see.
    constexpr auto vast = std::numeric_limits<std::size_t>::max() / 8 + 1;
    try {
        stack_size(vast);
    } catch (const std::invalid_argument&) {
        return;
    }
    int ran = 0;
    int started = 0;
    weft::lock_type gate;
    gate.acquire();
    const auto argument = std::make_shared<int>(0);
    try {
        for (; started < 8; ++started) {
            weft::start_new_thread(
                [&](const std::shared_ptr<int>&) {
                    gate.acquire();
                    ++ran;
                    gate.release();
                },
                std::tuple(argument));
        }
        FAIL("all were started");
    } catch (const weft::error& refused) {
        CHECK(std::string(refused.what()).starts_with("can't start new thread: "));
    }
    CHECK(weft::count() == static_cast<std::size_t>(started));
    CHECK(argument.use_count() == 1 + started);
    gate.release();
    support::wait_for_threads();
    CHECK(argument.use_count() == 1);
    CHECK(ran == started);
    stack_size();
    run([&] { ++ran; });
    CHECK(ran == started + 1);
}

namespace suite {

template <int...>
struct long_name {};

/// Its name has all the numbers.
template <int... Numbers>
[[noreturn, gnu::noinline]] void throw_from(long_name<Numbers...>) {
    throw std::runtime_error("thrown");
}

template <int... Numbers>
[[noreturn, gnu::noinline]] void throw_from_long_name(std::integer_sequence<int, Numbers...>) {
    throw_from(long_name<Numbers...>());
}

} // namespace suite

TEST_CASE("an exception is reported on the smallest stack, also from a function of a long name") {
    const default_stack_size_at_end restored;
    stack_size(32768);
    const std::string report = support::report_of(
        [] { suite::throw_from_long_name(std::make_integer_sequence<int, 100>()); });
    CHECK(report.ends_with("std::runtime_error: thrown\n"));
}
