// What comes to a thread from outside, whatever it does or waits for: calls that are queued for it.
// Those of alarms come while it waits alertably, and Ctrl-C to threads of the system's.
#pragma once

#include <windows.h>

#include "ctrl_c.hpp"

namespace support {

/// The thread that made it, for others to queue such a call for.
class alarmed_thread {
  public:
    alarmed_thread() {
        DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &thread_, 0,
                        FALSE, DUPLICATE_SAME_ACCESS);
    }
    ~alarmed_thread() { CloseHandle(thread_); }
    alarmed_thread(const alarmed_thread&) = delete;
    alarmed_thread& operator=(const alarmed_thread&) = delete;

    void alarm() const { QueueUserAPC(do_nothing, thread_, 0); }

  private:
    static void CALLBACK do_nothing(ULONG_PTR) {}

    HANDLE thread_ = nullptr;
};

/// While one lives, such calls and Ctrl-C come all the time, to handlers that do nothing.
class alarms {
  public:
    alarms() : sender_(CreateThread(nullptr, 0, send, this, 0, nullptr)) {}
    ~alarms() {
        ended_ = true;
        WaitForSingleObject(sender_, INFINITE);
        CloseHandle(sender_);
    }
    alarms(const alarms&) = delete;
    alarms& operator=(const alarms&) = delete;

  private:
    static DWORD CALLBACK send(void* argument) {
        const alarms& self = *static_cast<const alarms*>(argument);
        while (!self.ended_) {
            self.starter_.alarm();
            ctrl_c();
            Sleep(1);
        }
        return 0;
    }

    const ignored_ctrl_c handled_;
    const alarmed_thread starter_;
    std::atomic<bool> ended_ = false;
    HANDLE sender_;
};

} // namespace support
