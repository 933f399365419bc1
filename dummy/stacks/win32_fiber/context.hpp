// Contexts by Win32's fibers.
#pragma once

#include <cstddef>
#include <system_error>
#include <windows.h>

#include "watched_stack.hpp" // the tool's

namespace weft::backend {

class context {
  public:
    constexpr context() = default;
    ~context() {
        if (entry_ != nullptr)
            DeleteFiber(fiber_);
    }
    context(const context&) = delete;
    context& operator=(const context&) = delete;

    std::error_code create(std::size_t size, void (*entry)(void*), void* argument) {
        fiber_ = CreateFiberEx(0, size, FIBER_FLAG_FLOAT_SWITCH, begin, this);
        if (fiber_ == nullptr)
            return {static_cast<int>(GetLastError()), std::system_category()};
        entry_ = entry;
        argument_ = argument;
        return {};
    }

    void switch_to(context& next) noexcept {
        if (fiber_ == nullptr) {
            fiber_ = IsThreadAFiber() != 0
                         ? GetCurrentFiber()
                         : ConvertThreadToFiberEx(nullptr, FIBER_FLAG_FLOAT_SWITCH);
        }
        SwitchToFiber(next.fiber_);
    }

    /// The system has no way to.
    static bool begin_anew() { return false; }

    /// All that was used: the system gives none back.
    std::size_t keep(watched_stack&) {
        const auto& running = *reinterpret_cast<const NT_TIB*>(NtCurrentTeb());
        return static_cast<std::size_t>(static_cast<const char*>(running.StackBase) -
                                        static_cast<const char*>(running.StackLimit));
    }

    // The system keeps the place to itself.
    [[nodiscard]] const void* lowest() const { return nullptr; }
    [[nodiscard]] std::size_t size() const { return 0; }

  private:
    static void CALLBACK begin(void* created) {
        const context& self = *static_cast<context*>(created);
        self.entry_(self.argument_);
    }

    void* fiber_ = nullptr;
    void (*entry_)(void*) = nullptr;
    void* argument_ = nullptr;
};

} // namespace weft::backend
