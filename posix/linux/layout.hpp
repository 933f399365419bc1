// What glibc's headers compile into programs of the objects that are kept here.
#pragma once

#include <cstddef>
#include <pthread.h>

namespace weft::posix {

/// Where static initialisers have the kind; and the last one that there is.
inline constexpr std::size_t mutex_kind_at = offsetof(pthread_mutex_t, __data.__kind);
inline constexpr int last_mutex_kind = PTHREAD_MUTEX_ADAPTIVE_NP;

/// The same of read-write locks, and the first kind; of the last, who waits to write goes first.
inline constexpr std::size_t rwlock_kind_at = offsetof(pthread_rwlock_t, __data.__flags);
inline constexpr int rwlock_for_readers = PTHREAD_RWLOCK_PREFER_READER_NP;
inline constexpr int rwlock_for_writers = PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP;

} // namespace weft::posix
