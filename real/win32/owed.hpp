// What is to be done when the running thread has ended. In a slot of the system's, as what is
// thread_local and has no destructor is gone by then: `kept_ident.hpp` says more.
#pragma once

#include <windows.h>

#include "thread_end.hpp"

namespace weft::backend {

inline DWORD slot_of_owed() {
    static const DWORD slot = TlsAlloc();
    return slot;
}

inline thread_end* owed() {
    return static_cast<thread_end*>(TlsGetValue(slot_of_owed()));
}

inline void owe(thread_end& last) {
    thread_end* first = owed();
    add_end(first, last);
    TlsSetValue(slot_of_owed(), first);
}

inline void end_owed() noexcept {
    while (thread_end* const first = owed()) {
        TlsSetValue(slot_of_owed(), first->next);
        first->ended();
    }
}

} // namespace weft::backend
