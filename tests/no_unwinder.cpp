// A platform whose unwinder weft cannot ask.
#include <doctest/doctest.h>
#include <stdexcept>

#include "support.hpp"

TEST_CASE(
    "without an unwinder, a report has the type and the message, and says that it has no trace") {
    const std::string report = support::report_of([] { throw std::runtime_error("thrown"); });
    CHECK(support::contains(report, "\n(no traceback: this platform cannot look at the stack of a "
                                    "throw)\nstd::runtime_error: thrown\n"));
}
