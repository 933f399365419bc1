// The mutexes of POSIX threads.
#pragma once

#include <pthread.h>

#include "layout.hpp" // the C library's
#include "storage.hpp"
#include "weft/std/detail/recursive_word.hpp"

namespace weft::posix {

/// In a pthread_mutex_t: its kind is where static initialisers have it.
struct mutex {
    detail::recursive_word word;
    std::byte unused[mutex_kind_at - sizeof(detail::recursive_word)];
    int kind;

    [[nodiscard]] bool is_recursive() const noexcept { return kind == PTHREAD_MUTEX_RECURSIVE; }
    /// Throws `deadlock`. Returns 0, or the number of an error.
    int lock();
    int try_lock() noexcept;
    int unlock() noexcept;
};
static_assert(offsetof(mutex, kind) == mutex_kind_at);

inline mutex& mutex_of(pthread_mutex_t& given) noexcept {
    return kept_in<mutex>(given);
}

} // namespace weft::posix
