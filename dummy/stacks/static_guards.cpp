// What compilers call at objects that are static in a function, as the Itanium C++ ABI has it
// (3.3.3), in place of the C++ runtime's own, which takes a thread that waits for another one for
// one that waits for itself. A linker finds these first, as libweft comes before that. Nothing else
// is here: an archive gives this file where nobody else has defined them, and for no other reason.
#include "initialisers.hpp"
#include "static_guard.hpp" // the ABI's
#include "weft/detail/attributes.hpp"
#include "weft/detail/tsan.hpp"

using namespace weft::backend;

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the ABI's.
extern "C" {

// Not inlined: what these call has such objects, too, and WEFT_FLATTENED would go on for ever.

/// Returns whether the object is for the running thread to initialise.
WEFT_VISIBLE WEFT_NOINLINE int __cxa_guard_acquire(static_guard* guard) noexcept {
    while (!guard->is_done()) {
        if (begin_initialiser(guard->by))
            return 1;
    }
    weft::detail::tell_is_done(guard);
    return 0;
}

WEFT_VISIBLE WEFT_NOINLINE void __cxa_guard_release(static_guard* guard) noexcept {
    weft::detail::tell_done(guard);
    guard->finish();
    end_initialiser(guard->by);
}

/// The initialiser has thrown.
WEFT_VISIBLE WEFT_NOINLINE void __cxa_guard_abort(static_guard* guard) noexcept {
    leave_initialiser(guard->by);
}

} // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
