// Programs that a test runs as processes of their own. As there is no fork, such a process is this
// program again, with the test's name: it comes to the same call, and runs the program there.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include "../../support.hpp"

namespace support {

inline void write_to(int file, const std::string& text) {
    if (::_write(file, text.data(), static_cast<unsigned>(text.size())) < 0)
        std::abort();
}

struct ended_process {
    std::string output;
    DWORD status = 0;

    [[nodiscard]] bool ended_well() const { return status == 0; }
};

/// Which of the test's calls a process is to run, and the pipe for its output.
struct process_order {
    static constexpr const char* variable = "WEFT_TEST_PROCESS";

    int call = 0;
    unsigned long long output = 0;

    /// The one that this process has; that of the process which runs the tests has no call.
    static process_order own() {
        process_order own;
        if (const char* const text = std::getenv(variable))
            std::sscanf(text, "%d %llu", &own.call, &own.output);
        return own;
    }
};

/// Starts this program with the running test only. Returns its process, or null.
inline HANDLE start_again(const process_order& order) {
    std::string test = doctest::getContextOptions()->currentTest->m_name;
    for (char& each : test) {
        if (each == ',' || each == '"')
            each = '?'; // which matches all
    }
    char path[MAX_PATH];
    GetModuleFileNameA(nullptr, path, MAX_PATH);
    std::string command = '"' + std::string(path) + "\" \"--test-case=" + test + '"';
    ::_putenv_s(process_order::variable,
                (std::to_string(order.call) + ' ' + std::to_string(order.output)).c_str());
    STARTUPINFOA standard{};
    standard.cb = sizeof standard;
    standard.dwFlags = STARTF_USESTDHANDLES; // to none
    PROCESS_INFORMATION started{};
    const bool is_started = CreateProcessA(path, command.data(), nullptr, nullptr, TRUE, 0, nullptr,
                                           nullptr, &standard, &started) != 0;
    ::_putenv_s(process_order::variable, "");
    if (!is_started)
        return nullptr;
    CloseHandle(started.hThread);
    return started.hProcess;
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
    static const process_order own = process_order::own();
    const int call = count_call();
    if (own.call != 0) {
        if (call == own.call) {
            program(::_open_osfhandle(static_cast<intptr_t>(own.output), _O_BINARY));
            std::exit(0);
        }
        return {};
    }

    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    HANDLE from = nullptr;
    HANDLE to = nullptr;
    if (CreatePipe(&from, &to, &inherited, 0) == 0)
        give_up("no pipe\n");
    SetHandleInformation(from, HANDLE_FLAG_INHERIT, 0);
    const HANDLE child = start_again({call, reinterpret_cast<std::uintptr_t>(to)});
    CloseHandle(to);
    if (child == nullptr)
        give_up("no process\n");
    ended_process ended;
    char block[256];
    for (DWORD size = 0; ReadFile(from, block, sizeof block, &size, nullptr) != 0 && size > 0;)
        ended.output.append(block, size);
    CloseHandle(from);
    WaitForSingleObject(child, INFINITE);
    GetExitCodeProcess(child, &ended.status);
    CloseHandle(child);
    return ended;
}

} // namespace support
