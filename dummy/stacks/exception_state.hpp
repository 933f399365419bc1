// The exceptions that a thread handles and throws, as the C++ runtime keeps them for each thread of
// the system (Itanium C++ ABI, 2.2.2).
#pragma once

#include <cstring>

namespace __cxxabiv1 {
struct __cxa_eh_globals;
extern "C" __cxa_eh_globals* __cxa_get_globals() noexcept;
} // namespace __cxxabiv1

namespace weft::backend {

class exception_state {
  public:
    /// Of a thread that handles none.
    exception_state() = default;

    static exception_state taken() noexcept {
        exception_state state;
        std::memcpy(static_cast<void*>(&state), place(), sizeof state);
        return state;
    }

    void put() const noexcept { std::memcpy(place(), this, sizeof *this); }

  private:
    /// Asked for once: there is one thread of the system, and it takes longer than a switch.
    static void* place() noexcept {
        static constinit void* known = nullptr;
        if (known == nullptr)
            known = __cxxabiv1::__cxa_get_globals();
        return known;
    }

    void* caught_exceptions_ = nullptr;
    unsigned uncaught_exceptions_ = 0;
};

} // namespace weft::backend
