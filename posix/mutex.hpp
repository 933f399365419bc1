// The mutexes of POSIX threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <pthread.h>

#include "storage.hpp"
#include "weft/std/detail/recursive_word.hpp"

namespace weft::posix {

/// In a pthread_mutex_t: its kind is where glibc's static initialisers have it.
struct mutex {
    detail::recursive_word word;
    std::uint32_t unused[2];
    int kind;

    [[nodiscard]] bool is_recursive() const noexcept { return kind == PTHREAD_MUTEX_RECURSIVE; }
    /// Throws `deadlock`. Returns 0, or the number of an error.
    int lock();
    int try_lock() noexcept;
    int unlock() noexcept;
};
static_assert(offsetof(mutex, kind) == offsetof(pthread_mutex_t, __data.__kind));

inline mutex& mutex_of(pthread_mutex_t& given) noexcept {
    return kept_in<mutex>(given);
}

} // namespace weft::posix
