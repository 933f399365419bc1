// thread: what is thrown, and what its function throws.
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <doctest/doctest.h>

#include <weft/std/thread.hpp>

#include "../support.hpp"

using weft::thread;

namespace {

template <class F>
std::error_code code_of(F action) {
    try {
        action();
    } catch (const std::system_error& e) {
        return e.code();
    }
    return {};
}

struct copied_once {
    copied_once() = default;
    copied_once(const copied_once&) { throw std::runtime_error("not copied"); }
    void operator()() const {}
};

struct witness {
    explicit witness(bool& destroyed) : destroyed_(&destroyed) {}
    witness(witness&& moved) noexcept : destroyed_(std::exchange(moved.destroyed_, nullptr)) {}
    ~witness() {
        if (destroyed_ != nullptr)
            *destroyed_ = true;
    }
    witness(const witness&) = delete;
    witness& operator=(const witness&) = delete;

  private:
    bool* destroyed_;
};

} // namespace

TEST_CASE("join and detach of what is not joinable throw invalid_argument") {
    thread none;
    CHECK(code_of([&] { none.join(); }) == std::errc::invalid_argument);
    CHECK(code_of([&] { none.detach(); }) == std::errc::invalid_argument);
    thread joined([] {});
    joined.join();
    CHECK(code_of([&] { joined.join(); }) == std::errc::invalid_argument);
    CHECK(code_of([&] { joined.detach(); }) == std::errc::invalid_argument);
}

TEST_CASE(
    "what copying the function or an argument throws leaves the constructor, and starts none") {
    const copied_once argument;
    bool is_called = false;
    CHECK_THROWS_AS(thread{argument}, std::runtime_error);
    CHECK_THROWS_AS(thread([&](const copied_once&) { is_called = true; }, argument),
                    std::runtime_error);
    CHECK(!is_called);
    CHECK(weft::count() == 0);
}

TEST_CASE("a null pointer is no function: std::invalid_argument, and nothing is started") {
    void (*const function)() = nullptr;
    bool is_destroyed = false;
    CHECK_THROWS_AS(thread{function}, std::invalid_argument);
    void (*const taking)(witness) = nullptr;
    CHECK_THROWS_AS(thread(taking, witness(is_destroyed)), std::invalid_argument);
    CHECK(is_destroyed);
    CHECK(weft::count() == 0);
}

TEST_CASE("system_exit ends the thread in silence") {
    bool goes_on = false;
    thread exits([&] {
        weft::exit();
        goes_on = true;
    });
    exits.join();
    CHECK(!goes_on);
}

TEST_CASE("neither the constructor nor join is an interruption point") {
    bool is_joined = false;
    const int interrupts = support::interrupts_of([&] {
        thread interrupter(weft::interrupt_main);
        interrupter.join();
        is_joined = true;
    });
    CHECK(is_joined);
    CHECK(interrupts == 1);
}
