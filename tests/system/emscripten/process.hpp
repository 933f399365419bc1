// Programs that a test runs as processes of their own. As there is no fork, such a process is this
// program again, with the test's name: it comes to the same call, and runs the program there. Node
// starts it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include <doctest/doctest.h>
#include <emscripten/emscripten.h>

#include "../../support.hpp"

namespace support {

/// Which of the test's calls a process is to run; 0 in the one that runs the tests.
inline int call_to_run() {
    return EM_ASM_INT({ return Number(process.env.WEFT_TEST_CALL || 0); });
}

/// Writes to a file of the process's, which is none of Emscripten's.
inline void write_to(int file, const std::string& text) {
    EM_ASM({ require('fs').writeSync(arguments[0], UTF8ToString(arguments[1])); }, file,
           text.c_str());
}

struct ended_process {
    std::string output;
    int status = 0;

    [[nodiscard]] bool ended_well() const { return status == 0; }
};

/// The file that is a process's output.
inline constexpr int process_output = 3;

/// Runs this program with the running test only, to its end.
inline ended_process run_again(int call) {
    std::string test = doctest::getContextOptions()->currentTest->m_name;
    for (char& each : test) {
        if (each == ',')
            each = '?'; // which matches all
    }
    ended_process ended;
    char* output = nullptr;
    ended.status = EM_ASM_INT(
        {
            const program = process.argv[1].replace('.worker.js', '.js'); // as it is in a thread
            const test = '--test-case=' + UTF8ToString(arguments[0]);
            const options = new Object();
            options.env = Object.assign(new Object(), process.env);
            options.env.WEFT_TEST_CALL = arguments[1];
            options.stdio = Array.of('ignore', 'ignore', 'inherit', 'pipe');
            options.timeout = 60000;
            const spawn = require('child_process').spawnSync;
            const ended = spawn(process.execPath, process.execArgv.concat(program, test), options);
            HEAP32[arguments[2] >> 2] = allocateUTF8(ended.output[3].toString());
            return Number.isInteger(ended.status) ? ended.status : -1;
        },
        test.c_str(), call, &output);
    ended.output = output;
    std::free(output);
    return ended;
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
/// does.
template <class F>
ended_process run_process(F program) {
    static const int own = call_to_run();
    const int call = count_call();
    if (own == 0)
        return run_again(call);
    if (call == own) {
        program(process_output);
        std::exit(0);
    }
    return {};
}

} // namespace support
