// Deadlocks in a child of fork, on one OS thread.
#include <string>

#include <doctest/doctest.h>

#include "process.hpp"

using weft::lock_type;

// Of a function that is not the file's own, the name is known without debug information.
namespace suite {

lock_type held;

void hold_for_ever() {
    lock_type never_released;
    never_released.acquire();
    held.acquire();
    never_released.acquire();
}

} // namespace suite

namespace {

using suite::held;

/// The report that an acquire of `held` throws in a child.
std::string report_of_child() {
    int ends[2];
    if (::pipe(ends) != 0)
        support::give_up("no pipe\n");
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(300);
        try {
            held.acquire();
        } catch (const weft::deadlock& thrown) {
            support::write_to(ends[1], thrown.what());
        }
        ::_exit(0);
    }
    ::close(ends[1]);
    std::string report = support::all_from(ends[0]);
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return report;
}

/// Writes the report that a child gets whose thread is named `thread`, where it is not as it should
/// be.
void check_report(int output, const std::string& thread) {
    const std::string report = report_of_child();
    const auto end = report.find('\n', report.find('\n') + 1);
    const std::string waits = report.substr(end == std::string::npos ? 0 : end + 1);
    if (!waits.starts_with("  " + thread) || !waits.ends_with("hold_for_ever(), which has ended") ||
        support::contains(waits, "\n"))
        support::write_to(output, "wrong: " + report);
}

} // namespace

TEST_CASE("in a child of fork, deadlock is thrown in the thread that is left") {
    const auto ended = support::run_process([](int output) {
        weft::start_new_thread(suite::hold_for_ever);
        check_report(output, "main waits for lock ");
        weft::start_new_thread([=] { check_report(output, "#3 "); });
    });
    CHECK(ended.ended_well());
    CHECK(ended.output == "");
}
