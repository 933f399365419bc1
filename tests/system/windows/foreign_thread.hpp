// A thread that weft did not start. Not std::thread, which not every C++ library here has.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <windows.h>

namespace support {

/// As std::thread, as far as the tests need it.
class foreign_thread {
  public:
    template <class F>
    explicit foreign_thread(F function)
        : handle_(CreateThread(nullptr, 0, run, new std::function<void()>(std::move(function)), 0,
                               nullptr)) {}
    foreign_thread(foreign_thread&& other) noexcept
        : handle_(std::exchange(other.handle_, nullptr)) {}

    void join() {
        WaitForSingleObject(handle_, INFINITE);
        CloseHandle(handle_);
    }

  private:
    static DWORD CALLBACK run(void* argument) {
        const std::unique_ptr<std::function<void()>> function(
            static_cast<std::function<void()>*>(argument));
        (*function)();
        return 0;
    }

    HANDLE handle_;
};

} // namespace support
