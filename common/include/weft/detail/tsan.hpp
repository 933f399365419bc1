// What ThreadSanitizer is told in a program that is compiled with it (-fsanitize=thread) and linked
// to a libweft that is not. Nothing elsewhere.
#pragma once

#include "weft/detail/attributes.hpp"

#if defined(__SANITIZE_THREAD__)
#define WEFT_TSAN 1
#elif defined(__has_feature)
#define WEFT_TSAN __has_feature(thread_sanitizer)
#else
#define WEFT_TSAN 0
#endif

namespace weft::detail {

/// What threads release by their end, and `count()` acquires.
WEFT_VISIBLE inline char ended_threads = 0;

/// A static object is initialised; its guard is known to ThreadSanitizer by what compilers call.
inline void tell_done(void*) {}
inline void tell_is_done(void*) {}

} // namespace weft::detail

#if WEFT_TSAN

// NOLINTBEGIN(bugprone-reserved-identifier): the names are ThreadSanitizer's.
extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);
// NOLINTEND(bugprone-reserved-identifier)

namespace weft::detail {

/// What this thread does comes after all that was done before `tell_release` of `lock`.
inline void tell_acquire(void* lock) {
    __tsan_acquire(lock);
}
inline void tell_release(void* lock) {
    __tsan_release(lock);
}
inline void tell_count() {
    __tsan_acquire(&ended_threads);
}
inline void tell_end() {
    __tsan_release(&ended_threads);
}

/// What tells a release where none of the program's code runs any more.
inline constexpr void (*release_teller)(void*) = __tsan_release;

} // namespace weft::detail

#else

namespace weft::detail {

inline void tell_acquire(void*) {}
inline void tell_release(void*) {}
inline void tell_count() {}
inline void tell_end() {}
inline constexpr void (*release_teller)(void*) = nullptr;

} // namespace weft::detail

#endif

#undef WEFT_TSAN
