// What is left of a thread when its thread_local objects are destroyed. MinGW-w64's runtime frees
// those without a destructor before it calls the destructors of others, which then find new ones; a
// slot of the system's is there until the thread has ended.
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
