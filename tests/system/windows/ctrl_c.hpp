// The interactive interrupt, as this system has it: the console's Ctrl-C.
#pragma once

#include <atomic>

#include <windows.h>

namespace support {

/// Does what the console does: it starts a thread that calls the handlers of this process, the
/// last one first. (GenerateConsoleCtrlEvent would do it to all that share the console, the one who
/// runs the tests included.) Returns when they have been called.
inline bool ctrl_c() {
    const HMODULE system = GetModuleHandleA("kernelbase.dll");
    const auto routine = reinterpret_cast<LPTHREAD_START_ROUTINE>(
        reinterpret_cast<void (*)()>(GetProcAddress(system, "CtrlRoutine")));
    if (routine == nullptr)
        return false;
    const HANDLE thread = CreateThread(nullptr, 0, routine, nullptr, 0, nullptr); // CTRL_C_EVENT
    if (thread == nullptr)
        return false;
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return true;
}

/// While one lives, the test handles it itself.
class own_ctrl_c {
  public:
    own_ctrl_c() {
        SetConsoleCtrlHandler(count, TRUE);
        calls_ = 0;
    }
    ~own_ctrl_c() { SetConsoleCtrlHandler(count, FALSE); }
    own_ctrl_c(const own_ctrl_c&) = delete;
    own_ctrl_c& operator=(const own_ctrl_c&) = delete;

    /// Whether that is what happens now: as the system does not tell, it is tried.
    [[nodiscard]] bool is_set() const {
        const int before = calls_;
        const bool called = ctrl_c() && calls_ == before + 1;
        calls_ = before;
        return called;
    }

    /// How often it has come to the test.
    [[nodiscard]] int calls() const { return calls_; }

  private:
    static BOOL WINAPI count(DWORD) {
        ++calls_;
        return TRUE;
    }

    static inline std::atomic<int> calls_ = 0;
};

/// While one lives, it is ignored.
class ignored_ctrl_c {
  public:
    ignored_ctrl_c() { SetConsoleCtrlHandler(ignore, TRUE); }
    ~ignored_ctrl_c() { SetConsoleCtrlHandler(ignore, FALSE); }
    ignored_ctrl_c(const ignored_ctrl_c&) = delete;
    ignored_ctrl_c& operator=(const ignored_ctrl_c&) = delete;

    /// Tried as well: otherwise the system ends the process.
    [[nodiscard]] bool is_set() const { return ctrl_c(); }

  private:
    static BOOL WINAPI ignore(DWORD) { return TRUE; }
};

} // namespace support
