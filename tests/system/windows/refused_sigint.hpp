// A system that lets nobody handle Ctrl-C. The linker leads weft's calls of
// `SetConsoleCtrlHandler`, which go through a pointer, here (--wrap).
#pragma once

#include <system_error>

#include <windows.h>

namespace support {

/// Why the system refuses, as GetLastError has it; 0: it does not.
inline int sigint_refused = 0;

/// One such reason.
inline const std::error_code sigint_refusal{ERROR_NOT_ENOUGH_MEMORY, std::system_category()};

} // namespace support

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
extern "C" {
extern decltype(&SetConsoleCtrlHandler) __real___imp_SetConsoleCtrlHandler;
constinit decltype(&SetConsoleCtrlHandler) __wrap___imp_SetConsoleCtrlHandler =
    [](PHANDLER_ROUTINE handler, BOOL is_added) -> BOOL {
    if (support::sigint_refused == 0)
        return __real___imp_SetConsoleCtrlHandler(handler, is_added);
    SetLastError(static_cast<DWORD>(support::sigint_refused));
    return FALSE;
};
}
// NOLINTEND(bugprone-reserved-identifier)
