// Programs that a test runs as processes of their own. What such a process is to do comes by an
// environment variable: the number of the call, and the handle of the pipe for its output.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include "again.hpp"

namespace support {

inline void write_to(int file, const std::string& text) {
    if (::_write(file, text.data(), static_cast<unsigned>(text.size())) < 0)
        std::abort();
}

inline constexpr const char* order_variable = "WEFT_TEST_PROCESS";

inline int call_to_run() {
    const char* const order = std::getenv(order_variable);
    return order == nullptr ? 0 : std::atoi(order);
}

inline int process_output() {
    unsigned long long handle = 0;
    std::sscanf(std::getenv(order_variable), "%*d %llu", &handle);
    return ::_open_osfhandle(static_cast<intptr_t>(handle), _O_BINARY);
}

/// Starts this program with the test only. Returns its process.
inline HANDLE start_again(const std::string& test, const std::string& order) {
    char path[MAX_PATH];
    GetModuleFileNameA(nullptr, path, MAX_PATH);
    std::string command = '"' + std::string(path) + "\" \"--test-case=" + test + '"';
    ::_putenv_s(order_variable, order.c_str());
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    const HANDLE nowhere =
        CreateFileA("NUL", GENERIC_WRITE, FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, nullptr);
    STARTUPINFOA standard{};
    standard.cb = sizeof standard;
    standard.dwFlags = STARTF_USESTDHANDLES;
    standard.hStdError = nowhere; // or stderr would have no file that could be exchanged
    PROCESS_INFORMATION started{};
    const bool is_started = CreateProcessA(path, command.data(), nullptr, nullptr, TRUE, 0, nullptr,
                                           nullptr, &standard, &started) != 0;
    if (!is_started) {
        const auto why = static_cast<int>(GetLastError());
        give_up(("no process: " + std::system_category().message(why) + '\n').c_str());
    }
    ::_putenv_s(order_variable, "");
    CloseHandle(nowhere);
    CloseHandle(started.hThread);
    return started.hProcess;
}

inline ended_process run_again(const std::string& test, int call) {
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    HANDLE from = nullptr;
    HANDLE to = nullptr;
    if (CreatePipe(&from, &to, &inherited, 0) == 0)
        give_up("no pipe\n");
    SetHandleInformation(from, HANDLE_FLAG_INHERIT, 0);
    const HANDLE child = start_again(
        test, std::to_string(call) + ' ' + std::to_string(reinterpret_cast<std::uintptr_t>(to)));
    CloseHandle(to);
    ended_process ended;
    char block[256];
    for (DWORD size = 0; ReadFile(from, block, sizeof block, &size, nullptr) != 0 && size > 0;)
        ended.output.append(block, size);
    CloseHandle(from);
    WaitForSingleObject(child, INFINITE);
    DWORD status = 0;
    GetExitCodeProcess(child, &status);
    ended.status = static_cast<int>(status);
    CloseHandle(child);
    return ended;
}

} // namespace support
