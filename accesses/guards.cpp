// The initialisation of objects that are static in a function: once, while others wait, as the
// Itanium C++ ABI has it (3.3.3). The C++ runtime's own would wait for ever, and knows nothing of
// what others know of the object after it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "memory.hpp"
#include "weft/thread.hpp"

using namespace weft::accesses;

namespace {

std::uintptr_t number(const void* address) {
    return reinterpret_cast<std::uintptr_t>(address);
}

} // namespace

// None of this is an access that the program makes: it would be one in the first run only.
// NOLINTBEGIN(bugprone-reserved-identifier): the names are the ABI's.
extern "C" {

struct weft_guard {
    std::uint8_t done; ///< looked at by the program
    std::uint8_t busy;
    std::uint32_t by; ///< the ident of the thread that is at it
};
static_assert(sizeof(weft_guard) == sizeof(std::uint64_t));

int __cxa_guard_acquire(weft_guard* guard) {
    for (;;) {
        if (__atomic_load_n(&guard->done, __ATOMIC_ACQUIRE) != 0) {
            when_explored([&](memory& all, thread& me) {
                all.fail_to_exchange(me, all.held_by(number(guard), 1), order::acquire);
            });
            return 0;
        }
        if (__atomic_exchange_n(&guard->busy, 1, __ATOMIC_ACQ_REL) == 0)
            break;
        // While something is explored, a thread that was abandoned may have left it busy.
        if (self == nullptr && guard->by == static_cast<std::uint32_t>(weft::get_ident())) {
            std::fputs("a static object is needed while it is initialised\n", stderr);
            std::abort();
        }
        weft::this_thread::yield();
    }
    guard->by = static_cast<std::uint32_t>(weft::get_ident());
    when_explored([&](memory& all, thread&) { all.begins_static(guard->busy); });
    return 1;
}

void __cxa_guard_release(weft_guard* guard) {
    __atomic_store_n(&guard->done, 1, __ATOMIC_RELEASE);
    when_explored([&](memory& all, thread& me) {
        all.store(me, all.held_by(number(guard), 0), 1, order::release);
        all.ends_static(guard->busy);
    });
    __atomic_store_n(&guard->busy, 0, __ATOMIC_RELEASE);
}

void __cxa_guard_abort(weft_guard* guard) {
    when_explored([&](memory& all, thread&) { all.ends_static(guard->busy); });
    __atomic_store_n(&guard->busy, 0, __ATOMIC_RELEASE);
}

} // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
