// What musl's headers compile into programs of the objects that are kept here: static initialisers
// are all of zeroes, and there are no kinds of read-write locks.
#pragma once

#include <cstddef>
#include <pthread.h>

namespace weft::posix {

inline constexpr std::size_t mutex_kind_at = 16;
inline constexpr int last_mutex_kind = PTHREAD_MUTEX_ERRORCHECK;

inline constexpr std::size_t rwlock_kind_at = 16;
inline constexpr int rwlock_for_readers = 0;
inline constexpr int rwlock_for_writers = 2;

} // namespace weft::posix
