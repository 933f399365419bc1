// What a thread has of its own, and what is done when it has ended. In a slot of the system's:
// MinGW-w64's runtime frees what is thread_local before the thread has ended, and lets it be used
// all the same. Not by a destructor of what is thread_local: the runtime has a lock for those, and
// a process whose threads are killed while they hold it hangs as it ends.
#include <cstdlib>
#include <memory>
#include <windows.h>

#include "owed.hpp"
#include "own_record.hpp"

namespace weft::backend {

namespace {

DWORD slot() {
    static const DWORD own = TlsAlloc();
    return own;
}

/// Null where there is none. The system's last error stays what it is for the program.
own_state* find_own() {
    const DWORD error = GetLastError();
    auto* const own = static_cast<own_state*>(TlsGetValue(slot()));
    SetLastError(error);
    return own;
}

own_state& own() {
    if (own_state* const found = find_own())
        return *found;
    auto made = std::make_unique<own_state>();
    if (made == nullptr)
        std::abort(); // a thread that weft did not start
    own_state& state = *made;
    give_own(std::move(made));
    return state;
}

void NTAPI end_thread(void*, DWORD reason, void*) {
    if (reason != DLL_THREAD_DETACH)
        return;
    own_state* const own = find_own();
    if (own == nullptr)
        return;
    end_all(own->owed);
    delete own;
    TlsSetValue(slot(), nullptr);
}

} // namespace

// The system calls these in the order of their sections' names: after what destroys thread_local
// objects, in .CRT$XLD.
extern "C" [[gnu::section(".CRT$XLY"), gnu::used]] const PIMAGE_TLS_CALLBACK weft_end_thread =
    end_thread;

thread_record& own_record() noexcept {
    return own().record;
}

void give_own(std::unique_ptr<own_state> state) noexcept {
    TlsSetValue(slot(), state.release());
}

void owe(thread_end& last) noexcept {
    add_end(own().owed, last);
}

} // namespace weft::backend
