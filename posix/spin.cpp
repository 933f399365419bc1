// Spin locks, which wait: where one thread runs at a time, nobody would end a spin.
#include <cerrno>
#include <pthread.h>

#include "boundary.hpp"
#include "giving_way.hpp"
#include "storage.hpp"
#include "weft/std/detail/mutex_word.hpp"

namespace weft::posix {

namespace {

detail::mutex_word& of(pthread_spinlock_t& given) noexcept {
    return kept_in<detail::mutex_word>(const_cast<int&>(given)); // volatile for who would spin
}

} // namespace

extern "C" {

int pthread_spin_init(pthread_spinlock_t* made, int) {
    keep_in<detail::mutex_word>(const_cast<int&>(*made));
    return 0;
}

int pthread_spin_destroy(pthread_spinlock_t*) {
    return 0;
}

int spin_lock_here(pthread_spinlock_t* given) asm("pthread_spin_lock");
int spin_lock_here(pthread_spinlock_t* given) {
    return answer_of([&] {
        of(*given).lock();
        return 0;
    });
}

int spin_trylock_here(pthread_spinlock_t* given) asm("pthread_spin_trylock");
int spin_trylock_here(pthread_spinlock_t* given) {
    give_way_at_times(tries_at_once);
    return of(*given).try_lock() ? 0 : EBUSY;
}

int spin_unlock_here(pthread_spinlock_t* given) asm("pthread_spin_unlock");
int spin_unlock_here(pthread_spinlock_t* given) {
    if (of(*given).is_free()) // as the C library has it, nothing is checked
        return 0;
    of(*given).unlock();
    give_way_at_times(unlocks_at_once);
    return 0;
}

} // extern "C"

} // namespace weft::posix
