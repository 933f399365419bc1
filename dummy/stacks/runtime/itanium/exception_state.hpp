// The exceptions that a thread handles and throws, as the C++ runtime keeps them for each thread of
// the system: what they are is in `exception_globals.hpp`, in the folder of the C++ ABI.
#pragma once

#include <cstring>

#include "exception_globals.hpp" // the ABI's

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the C++ runtime's.
namespace __cxxabiv1 {
struct __cxa_eh_globals;
extern "C" __cxa_eh_globals* __cxa_get_globals() noexcept;
} // namespace __cxxabiv1
// NOLINTEND(bugprone-reserved-identifier)

namespace weft::backend {

/// Of a thread that handles none, unless it is taken from one that does.
class exception_state {
  public:
    static exception_state taken() noexcept {
        exception_state state;
        std::memcpy(&state.globals_, place(), sizeof state.globals_);
        return state;
    }

    void put() const noexcept { std::memcpy(place(), &globals_, sizeof globals_); }

  private:
    /// Asked for once: there is one thread of the system, and it takes longer than a switch.
    static void* place() noexcept {
        static constinit void* known = nullptr;
        if (known == nullptr)
            known = __cxxabiv1::__cxa_get_globals();
        return known;
    }

    exception_globals globals_;
};

} // namespace weft::backend
