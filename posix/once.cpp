// What is done once.
#include <algorithm>
#include <pthread.h>

#include "boundary.hpp"
#include "deadlock.hpp"
#include "host.hpp"
#include "lock_word.hpp"
#include "scheduler.hpp"
#include "storage.hpp"
#include "weft/std/detail/once.hpp"

namespace weft::posix {

namespace {

constinit bool is_child = false;
WEFT_INITIALISED_EARLY const host::at_fork know_child([] { is_child = true; });

/// Whether what it holds is of a thread that has begun, and is not there in this child of fork.
bool is_left_behind(std::uint32_t word) {
    if ((word & 1) == 0)
        return false;
    backend::is_last(); // by which the scheduler has forgotten them
    const auto all = backend::all_blocked();
    return std::none_of(all.begin(), all.end(), [&](const auto& each) {
        return owner_word(each.thread->ident) == without_waiters(word);
    });
}

} // namespace

extern "C" int pthread_once(pthread_once_t* once, void (*does)()) {
    auto& state = kept_in<detail::once_state>(*once);
    bool has_begun = false;
    const int error = answer_of([&] {
        if (auto& word = kept_in<std::uint32_t>(*once); is_child && is_left_behind(word))
            word = 0;
        has_begun = state.begin();
        return 0;
    });
    if (has_begun) { // what it throws is the program's
        detail::once_call call(state);
        does();
        call.has_returned = true;
    }
    return error;
}

/// The name that old binaries have.
extern "C" int old_once_here(pthread_once_t*, void (*)()) asm("__pthread_once")
    __attribute__((alias("pthread_once")));

} // namespace weft::posix
