// Barriers.
#include <cerrno>
#include <pthread.h>

#include "boundary.hpp"
#include "storage.hpp"
#include "weft/std/barrier.hpp"

namespace weft::posix {

namespace {

using words = detail::barrier_words;

words& of(pthread_barrier_t& given) noexcept {
    return kept_in<words>(given);
}

} // namespace

extern "C" {

int pthread_barrier_init(pthread_barrier_t* made, const pthread_barrierattr_t*, unsigned expected) {
    if (expected == 0 || expected > words::largest)
        return EINVAL;
    keep_in<words>(*made, static_cast<std::ptrdiff_t>(expected));
    return 0;
}

int pthread_barrier_destroy(pthread_barrier_t*) {
    return 0;
}

int barrier_wait_here(pthread_barrier_t* given) asm("pthread_barrier_wait");
int barrier_wait_here(pthread_barrier_t* given) {
    return answer_of([&] {
        words& barrier = of(*given);
        detail::tell_release(&barrier);
        const words::arrival arrived = barrier.arrive(1);
        if (arrived.is_last) {
            detail::tell_acquire(&barrier);
            detail::tell_release(&barrier);
            barrier.begin_next();
            return PTHREAD_BARRIER_SERIAL_THREAD;
        }
        barrier.wait(arrived.phase);
        detail::tell_acquire(&barrier);
        detail::tell_release(&barrier); // no lock that is held from here on
        return 0;
    });
}

} // extern "C"

} // namespace weft::posix
