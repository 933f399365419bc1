// What is done when a thread has ended. Not by a destructor of what is thread_local: MinGW-w64 has
// a lock for those, and a process whose threads are killed while they hold it hangs as it ends. In
// a slot of the system's, as what is thread_local and has no destructor is gone by then.
#include <windows.h>

#include "owed.hpp"

namespace weft::backend {

namespace {

DWORD slot() {
    static const DWORD own = TlsAlloc();
    return own;
}

thread_end* owed() {
    return static_cast<thread_end*>(TlsGetValue(slot()));
}

void NTAPI end_thread(void*, DWORD reason, void*) {
    if (reason != DLL_THREAD_DETACH)
        return;
    while (thread_end* const first = owed()) {
        TlsSetValue(slot(), first->next);
        first->ended();
    }
}

} // namespace

// The system calls these in the order of their sections' names: after what destroys thread_local
// objects, in .CRT$XLD.
extern "C" [[gnu::section(".CRT$XLY"), gnu::used]] const PIMAGE_TLS_CALLBACK weft_end_thread =
    end_thread;

void owe(thread_end& last) noexcept {
    thread_end* first = owed();
    add_end(first, last);
    TlsSetValue(slot(), first);
}

} // namespace weft::backend
