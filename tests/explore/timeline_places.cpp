// Where steps are, as far as debug information tells.
#include <mutex>
#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

namespace {

weft::lock_type lock;

constexpr int before_guarded = __LINE__;
void guarded() {
    const std::lock_guard guard(lock);
    weft::this_thread::yield();
}

std::string here(int line) {
    return "timeline_places.cpp:" + std::to_string(line) + ", in ";
}

} // namespace

TEST_CASE("a step has its place in the program, behind guards and weft's own functions") {
    const auto found = weft::explore({.runs = 1}, [] {
        guarded();
        weft::fail("now");
    });
    const std::string text = found.timeline();
    CAPTURE(text);
    CHECK(text.find(here(before_guarded + 2)) != std::string::npos);
    CHECK(text.find(here(before_guarded + 3)) != std::string::npos);
    CHECK(text.find("/weft/lock.hpp") == std::string::npos);
    CHECK(text.find("std_mutex.h") == std::string::npos);
}

TEST_CASE("where a thread goes on after a start, the place is the program's") {
    int start = 0;
    const auto found = weft::explore({.runs = 1}, [&] {
        start = __LINE__ + 1;
        weft::start_new_thread(guarded);
        weft::fail("now");
    });
    CHECK(found.timeline().find(here(start)) != std::string::npos);
    CHECK(found.timeline().find("task.hpp") == std::string::npos);
}
