// Reports of threads that fail at the same time.
#include <algorithm>
#include <cstddef>
#include <exception>
#include <set>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "captured_stderr.hpp"

namespace {

constexpr int threads = 24;

/// Unlike that of any other thread, and long enough to be torn where it can be.
std::string text_of(int number) {
    return std::string(300, static_cast<char>('a' + number)) + '\n' + std::to_string(number);
}

void fail(int number) {
    try {
        throw std::logic_error("inner " + text_of(number));
    } catch (const std::logic_error&) {
        std::throw_with_nested(std::range_error("outer " + text_of(number)));
    }
}

} // namespace

TEST_CASE("reports of two threads never interleave") {
    const support::captured_stderr captured;
    weft::lock_type gate;
    gate.acquire();
    for (int number = 0; number < threads; ++number) {
        weft::start_new_thread([&, number] {
            gate.acquire();
            gate.release();
            fail(number);
        });
    }
    gate.release();
    support::wait_for_threads();

    auto rest = captured.text();
    const std::string end_of_report = "[end of report]\n";
    for (int number = 0; number < threads; ++number) {
        const auto last_lines = "\nstd::range_error: outer " + text_of(number) +
                                "\ncaused by: std::logic_error: inner " + text_of(number) + '\n';
        const auto begin = rest.find(last_lines);
        REQUIRE(begin != std::string::npos);
        rest.replace(begin, last_lines.size(), '\n' + end_of_report);
    }

    // What is left is the beginnings of the reports, which are as long as one another.
    std::set<std::ptrdiff_t> lines;
    for (std::size_t begin = 0, end = 0; begin < rest.size(); begin = end + end_of_report.size()) {
        end = rest.find(end_of_report, begin);
        REQUIRE(end != std::string::npos);
        lines.insert(std::count(rest.data() + begin, rest.data() + end, '\n'));
    }
    CHECK(lines.size() == 1);
}
