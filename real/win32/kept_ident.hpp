// What is left of a thread when weft has done what is done at its end, and objects that are
// thread_local in other modules of the program may still be destroyed.
#pragma once

#include <cstdint>
#include <windows.h>

#include "weft/ident.hpp"

namespace weft::backend {

inline DWORD ident_slot() {
    static const DWORD slot = TlsAlloc();
    return slot;
}

/// The ident that this thread was given, or 0.
inline ident_t kept_ident() {
    return reinterpret_cast<std::uintptr_t>(TlsGetValue(ident_slot()));
}

inline void keep_ident(ident_t ident) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): a slot has room for a pointer.
    TlsSetValue(ident_slot(), reinterpret_cast<void*>(static_cast<std::uintptr_t>(ident)));
}

} // namespace weft::backend
