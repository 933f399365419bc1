// What orders the threads of a program, told to who sees its accesses to memory: for what
// libweft_posix is made of, in place of the header of this name that is told to ThreadSanitizer.
#pragma once

// NOLINTBEGIN(bugprone-reserved-identifier): the names are ThreadSanitizer's.
extern "C" [[gnu::weak]] void __tsan_acquire(void* address);
extern "C" [[gnu::weak]] void __tsan_release(void* address);
// NOLINTEND(bugprone-reserved-identifier)
extern "C" [[gnu::weak]] void weft_see_done(void* guard);
extern "C" [[gnu::weak]] void weft_see_is_done(void* guard);

namespace weft::detail {

/// What threads release by their end, and who waits for all acquires.
inline char ended_threads = 0;

/// What this thread does comes after all that was done before `tell_release` of `object`.
inline void tell_acquire(void* object) {
    if (__tsan_acquire != nullptr) [[unlikely]]
        __tsan_acquire(object);
}
inline void tell_release(void* object) {
    if (__tsan_release != nullptr) [[unlikely]]
        __tsan_release(object);
}
inline void tell_count() {
    tell_acquire(&ended_threads);
}
inline void tell_end() {
    tell_release(&ended_threads);
}

/// A static object is initialised: as compilers look at its guard. No points, and not counted as
/// accesses: the library's own are initialised earlier in some runs.
inline void tell_done(void* guard) {
    if (weft_see_done != nullptr) [[unlikely]]
        weft_see_done(guard);
}
inline void tell_is_done(void* guard) {
    if (weft_see_is_done != nullptr) [[unlikely]]
        weft_see_is_done(guard);
}

inline constexpr void (*release_teller)(void*) = tell_release;

} // namespace weft::detail
