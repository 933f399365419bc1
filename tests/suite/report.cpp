// The report of an unhandled exception: the thread's function, and the exception's type and text.
#include <exception>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::contains;
using support::report_of;

namespace suite {

struct plain {};

struct failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct silent : std::exception {
    const char* what() const noexcept override { return ""; }
};

struct second_base {
    virtual ~second_base() = default;
    int value = 0;
};

struct both : second_base, failure {
    using failure::failure;
};

struct chained : std::runtime_error, std::nested_exception {
    using std::runtime_error::runtime_error;
};

struct reporting_functor {
    void operator()() const { throw 1; }
};

} // namespace suite

namespace {

/// The last `count` lines of the report of what `function` throws.
template <class F>
std::string last_lines(int count, F function) {
    const auto report = report_of(function);
    auto begin = report.size();
    for (int line = 0; line <= count && begin != 0 && begin != std::string::npos; ++line)
        begin = report.rfind('\n', begin - 1);
    return report.substr(begin + 1);
}

/// The last line of it, without its newline.
template <class F>
std::string last_line(F function) {
    auto line = last_lines(1, function);
    REQUIRE(line.ends_with('\n'));
    line.pop_back();
    return line;
}

/// Throws `thrown` with what `cause` throws nested in it.
template <class Cause, class T>
void throw_because_of(Cause cause, T thrown) {
    try {
        cause();
    } catch (...) {
        std::throw_with_nested(std::move(thrown));
    }
}

} // namespace

TEST_CASE("the report ends with the exception's type and what()") {
    CHECK(last_line([] { throw std::runtime_error("message"); }) == "std::runtime_error: message");
    CHECK(last_line([] { throw std::out_of_range("index: 7"); }) == "std::out_of_range: index: 7");
    CHECK(last_line([] { throw weft::error("lock"); }) == "weft::error: lock");
}

TEST_CASE("the report names the type that was thrown, not a base of it") {
    CHECK(last_line([] { throw suite::failure("message"); }) == "suite::failure: message");
    CHECK(last_line([] { throw suite::both("message"); }) == "suite::both: message");
}

TEST_CASE("the report of an exception without text is its type alone") {
    CHECK(last_line([] { throw std::runtime_error(""); }) == "std::runtime_error");
    CHECK(last_line([] { throw suite::silent(); }) == "suite::silent");
    CHECK(last_line([] { throw suite::plain(); }) == "suite::plain");
    CHECK(last_line([] { throw static_cast<void*>(nullptr); }) == "void*");
}

TEST_CASE("the report shows an int") {
    CHECK(last_line([] { throw 42; }) == "int: 42");
    CHECK(last_line([] { throw -1; }) == "int: -1");
}

TEST_CASE("the report shows a text that was thrown") {
    CHECK(last_line([] { throw "some text"; }) == "char const*: some text");
    const auto line = last_line([] { throw std::string("some text"); });
    CAPTURE(line);
    CHECK(line.starts_with("std::"));
    CHECK(contains(line, "string"));
    CHECK(line.ends_with(": some text"));
}

TEST_CASE("a null pointer to text is reported, too") {
    CHECK(last_line([] { throw static_cast<const char*>(nullptr); }).starts_with("char const*"));
}

TEST_CASE("a text of several lines is reported as it is") {
    CHECK(last_lines(2, [] { throw std::runtime_error("one\ntwo"); }) ==
          "std::runtime_error: one\ntwo\n");
}

TEST_CASE("a text of any length is reported as it is") {
    const std::string text(100'000, 'x');
    CHECK((last_line([&] { throw suite::failure(text); }) == "suite::failure: " + text));
}

TEST_CASE("std::bad_alloc is reported as any exception") {
    CHECK(last_line([] { throw std::bad_alloc(); }) == "std::bad_alloc: std::bad_alloc");
}

TEST_CASE("a keyboard_interrupt that a thread throws is reported as any exception") {
    CHECK(last_line([] { throw weft::keyboard_interrupt(); }) == "weft::keyboard_interrupt");
}

TEST_CASE("the error that a lock throws is reported as any exception") {
    const auto line = last_line([] { weft::lock_type().release(); });
    CAPTURE(line);
    CHECK(line.starts_with("weft::error: "));
}

TEST_CASE("calling an empty std::function is reported as any exception") {
    const auto line = last_line(std::function<void()>());
    CAPTURE(line);
    CHECK(line.starts_with("std::bad_function_call"));
}

TEST_CASE("the exceptions nested in it follow the exception") {
    CHECK(last_lines(2, [] {
              throw_because_of([] { throw std::out_of_range("inner"); }, suite::failure("outer"));
          }) == "suite::failure: outer\ncaused by: std::out_of_range: inner\n");
}

TEST_CASE("each of several nested exceptions follows the one that it caused") {
    CHECK(last_lines(4,
                     [] {
                         const auto first = [] { throw 42; };
                         const auto second = [&] { throw_because_of(first, suite::plain()); };
                         const auto third = [&] {
                             throw_because_of(second, std::runtime_error(""));
                         };
                         throw_because_of(third, suite::failure("outer"));
                     }) == "suite::failure: outer\n"
                           "caused by: std::runtime_error\n"
                           "caused by: suite::plain\n"
                           "caused by: int: 42\n");
}

TEST_CASE("a program's own nested exception is named by its own type") {
    CHECK(last_lines(2, [] {
              try {
                  throw std::runtime_error("inner");
              } catch (const std::runtime_error&) {
                  throw suite::chained("outer");
              }
          }) == "suite::chained: outer\ncaused by: std::runtime_error: inner\n");
}

TEST_CASE("an exception that could nest another, but does not, is reported as any other") {
    CHECK(last_line([] { std::throw_with_nested(suite::failure("alone")); }) ==
          "suite::failure: alone");
    CHECK(last_line([] { throw suite::chained("alone"); }) == "suite::chained: alone");
}

TEST_CASE("the first line names the function object that the thread was started with") {
    const auto report = report_of(suite::reporting_functor());
    CAPTURE(report);
    CHECK(contains(report.substr(0, report.find('\n')), "suite::reporting_functor"));
}
