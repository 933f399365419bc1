// Locks of files, which other processes may have, or the same by another descriptor.
#include <cerrno>
#include <cstdarg>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "blocking.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<int(int, int, ...)> c_fcntl("fcntl64");
constinit c_library_function<int(int, int)> c_flock("flock");
constinit c_library_function<int(int, int, off_t)> c_lockf("lockf64");

/// `tries` again until nobody else has the lock, of which nothing tells.
template <class Tries>
int lock_shared(Tries tries) {
    for (;;) {
        const int result = tries();
        if (result == 0 || (!would_block() && errno != EACCES))
            return result;
        wait_a_little(forever);
    }
}

int control(int descriptor, int command, void* argument) {
    const auto plain = [&] { return c_fcntl(descriptor, command, argument); };
    if (command != F_SETLKW && command != F_OFD_SETLKW)
        return plain();
    return blocking_call(interruptible::unless_restarted, plain, [&] {
        const int tried = command == F_SETLKW ? F_SETLK : F_OFD_SETLK;
        return lock_shared([&] { return c_fcntl(descriptor, tried, argument); });
    });
}

} // namespace

// By their names in the C library: what the headers call them depends on how they are compiled.
extern "C" {

int fcntl_here(int descriptor, int command, ...) asm("fcntl");
int fcntl_here(int descriptor, int command, ...) {
    std::va_list more;
    va_start(more, command);
    void* const argument = va_arg(more, void*);
    va_end(more);
    return control(descriptor, command, argument);
}

int fcntl64_here(int descriptor, int command, ...) asm("fcntl64") __attribute__((alias("fcntl")));

int lockf_here(int descriptor, int command, off_t size) asm("lockf");
int lockf_here(int descriptor, int command, off_t size) {
    const auto plain = [&] { return c_lockf(descriptor, command, size); };
    if (command != F_LOCK)
        return plain();
    return blocking_call(interruptible::unless_restarted, plain, [&] {
        return lock_shared([&] { return c_lockf(descriptor, F_TLOCK, size); });
    });
}

int lockf64_here(int descriptor, int command, off_t size) asm("lockf64")
    __attribute__((alias("lockf")));

int flock(int descriptor, int operation) noexcept { // no cancellation point
    if ((operation & LOCK_NB) != 0 || is_alone())
        return c_flock(descriptor, operation);
    return result_by_errno([&] {
        const interruptible_wait by_handlers(interruptible::unless_restarted);
        return lock_shared([&] { return c_flock(descriptor, operation | LOCK_NB); });
    });
}

} // extern "C"

} // namespace weft::posix
