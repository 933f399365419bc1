// Threads of the system that were made behind weft's back: they would run at the same time as its
// own.
#pragma once

namespace weft::posix {

/// A thread of the system that weft does not know begins with false.
[[gnu::tls_model("initial-exec")]] extern constinit thread_local bool is_ours;

inline void know_thread() noexcept {
    is_ours = true;
}

/// Says which library the running thread is in, and aborts.
[[noreturn]] void end_foreign() noexcept;

inline void refuse_foreign() noexcept {
    if (!is_ours) [[unlikely]]
        end_foreign();
}

} // namespace weft::posix
