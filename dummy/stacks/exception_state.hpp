// The exceptions that a thread handles and throws, as the C++ runtime keeps them for each thread of
// the system (Itanium C++ ABI, 2.2.2).
#pragma once

#include <cstring>

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the C++ runtime's.
namespace __cxxabiv1 {
struct __cxa_eh_globals;
extern "C" __cxa_eh_globals* __cxa_get_globals() noexcept;
} // namespace __cxxabiv1
// NOLINTEND(bugprone-reserved-identifier)

namespace weft::backend {

/// Of a thread that handles none, unless it is taken from one that does.
struct exception_state {
    void* caught_exceptions = nullptr;
    unsigned uncaught_exceptions = 0;

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
};

} // namespace weft::backend
