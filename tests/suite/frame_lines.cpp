// The files and lines of the frames in a report.
// REQUIRES a platform that can tell them, and this file compiled with -g.
#include <stdexcept>
#include <string>
#include <tuple>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::contains;

namespace suite {

int thrown_at_line;

[[gnu::noinline]] int throws_at_line(int number) {
    if (number > 0) {
        thrown_at_line = __LINE__ + 1;
        throw std::runtime_error("thrown");
    }
    return number;
}

[[gnu::noinline]] int calls_it(int number) {
    return throws_at_line(number) + 1;
}

void lines_worker(int number) {
    // Not the last thing it does, so that its frame is there.
    const volatile int result = calls_it(number);
    static_cast<void>(result);
}

} // namespace suite

TEST_CASE("a frame shows its file and line") {
    const auto report = support::report_of(suite::lines_worker, std::tuple(1));
    CAPTURE(report);
    const std::string file = "frame_lines.cpp\", line ";
    std::ptrdiff_t frames = 0;
    auto last = std::string::npos;
    for (auto at = report.find(file); at != std::string::npos; at = report.find(file, at + 1)) {
        ++frames;
        last = at;
    }
    CHECK(frames >= 3);
    REQUIRE(last != std::string::npos);
    CHECK(contains(report.substr(last, report.find('\n', last) - last),
                   std::to_string(suite::thrown_at_line)));
}
