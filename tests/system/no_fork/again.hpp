// Programs that a test runs as processes of their own, where there is no fork. Such a process is
// this program again, with the test's name: it comes to the same call, and runs the program there.
#pragma once

#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

#include "../../support.hpp"

namespace support {

struct ended_process {
    std::string output;
    int status = 0;

    [[nodiscard]] bool ended_well() const { return status == 0; }
};

// What the system's process.hpp has:

/// Which of the test's calls of `run_process` this process is to run; 0 in the one that runs the
/// tests.
inline int call_to_run();

/// The file that is its output.
inline int process_output();

/// Runs this program with the test only, for that call, to its end.
inline ended_process run_again(const std::string& test, int call);

/// As doctest is told which test to run.
inline std::string running_test() {
    std::string test = doctest::getContextOptions()->currentTest->m_name;
    for (char& each : test) {
        if (each == ',' || each == '"')
            each = '?'; // which matches all
    }
    return test;
}

/// Which of the running test's calls of `run_process` this is, from 1.
inline int count_call() {
    static const doctest::TestCaseData* test = nullptr;
    static int calls = 0;
    const auto* const running = doctest::getContextOptions()->currentTest;
    calls = running == test ? calls + 1 : 1;
    test = running;
    return calls;
}

/// Runs `program(output)` as a process of its own, then `exit(0)`, which is what main's return
/// does. That process takes nothing for the result of the test's earlier calls, so a test goes on
/// to the next one whatever came of the last.
template <class F>
ended_process run_process(F program) {
    static const int own = call_to_run();
    const int call = count_call();
    if (own == 0)
        return run_again(running_test(), call);
    if (call == own) {
        program(process_output());
        std::exit(0);
    }
    return {};
}

} // namespace support
