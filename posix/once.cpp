// What is done once.
#include <pthread.h>

#include "boundary.hpp"
#include "storage.hpp"
#include "weft/std/detail/once.hpp"

namespace weft::posix {

extern "C" int pthread_once(pthread_once_t* once, void (*does)()) {
    return answer_of([&] {
        auto& state = kept_in<detail::once_state>(*once);
        if (state.begin()) {
            detail::once_call call(state);
            does();
            call.has_returned = true;
        }
        return 0;
    });
}

/// The name that old binaries have.
extern "C" int old_once_here(pthread_once_t*, void (*)()) asm("__pthread_once")
    __attribute__((alias("pthread_once")));

} // namespace weft::posix
