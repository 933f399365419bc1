// The threads of the dummy backend: one runs, and each of the others waits, inside
// `start_new_thread`, for the one that it started to end.
#pragma once

#include <cstdint>
#include <optional>

#include "thread_record.hpp"

namespace weft::backend {

struct inline_thread {
    thread_record record;
    inline_thread* starter; ///< null: the main thread
};

inline_thread& running() noexcept;

/// The thread that took the lock with this word, whether it lives or has ended. Nothing where it
/// ended so long ago that it is forgotten.
struct holder {
    thread_record record;
    bool ended;
};
std::optional<holder> holder_of(std::uint32_t word);

} // namespace weft::backend
