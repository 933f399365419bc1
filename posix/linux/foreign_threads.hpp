// Threads of the system that were made behind weft's back: they would run at the same time as its
// own.
#pragma once

namespace weft::posix {

/// A thread of the system that weft does not know begins with false.
[[gnu::tls_model("initial-exec")]] extern constinit thread_local bool is_ours;

inline void know_thread() noexcept {
    is_ours = true;
}

/// Of the main thread, knows it, which may call in an initialiser that comes before weft's own.
/// Else says which library the running thread is in, and aborts.
void know_main_only() noexcept;

inline void refuse_foreign() noexcept {
    if (!is_ours) [[unlikely]]
        know_main_only();
}

} // namespace weft::posix
