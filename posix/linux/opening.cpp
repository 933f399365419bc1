// Opening a named pipe, which waits for who opens its other end.
#include <array>
#include <cerrno>
#include <cstdarg>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "blocking.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<int(const char*, int, ...)> c_open("open64");
constinit c_library_function<int(int, const char*, int, ...)> c_openat("openat64");

/// In the flags: `open` takes a mode, too.
constexpr int makes_file = O_CREAT | (O_TMPFILE & ~O_DIRECTORY);

class opened {
  public:
    explicit opened(int descriptor) noexcept : descriptor_(descriptor) {}
    ~opened() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    opened(const opened&) = delete;
    opened& operator=(const opened&) = delete;

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
    int release() noexcept { return std::exchange(descriptor_, -1); }

  private:
    int descriptor_;
};

/// Whether somebody has opened it to write. What was written stays there.
bool has_writer(int reading, int unused_pipe) noexcept {
    return is_ready(reading, POLLIN) ||
           ::tee(reading, unused_pipe, 1, SPLICE_F_NONBLOCK) != 0; // 0: there is no writer
}

int wait_for_writer(int reading) {
    opened own(reading);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return -1;
    const opened out(ends[0]);
    const opened in(ends[1]);
    while (!has_writer(reading, in.descriptor()))
        wait_a_little(forever);
    return own.release();
}

int open_pipe(int folder, const char* name, int flags) {
    const bool reads = (flags & O_ACCMODE) == O_RDONLY;
    int found = c_openat(folder, name, flags | O_NONBLOCK);
    while (found < 0 && errno == ENXIO && !reads) { // nobody reads
        wait_a_little(forever);
        found = c_openat(folder, name, flags | O_NONBLOCK);
    }
    if (found >= 0 && reads)
        found = wait_for_writer(found);
    if (found >= 0)
        ::fcntl(found, F_SETFL, ::fcntl(found, F_GETFL) & ~O_NONBLOCK);
    return found;
}

bool is_pipe(int folder, const char* name) noexcept {
    struct stat found {};
    return ::fstatat(folder, name, &found, 0) == 0 && S_ISFIFO(found.st_mode);
}

template <class Plain>
int open_shared(int folder, const char* name, int flags, Plain plain) {
    constexpr int never_waits = O_NONBLOCK | O_PATH | O_DIRECTORY | O_EXCL;
    return blocking_call(interruptible::unless_restarted, plain, [&] {
        const bool may_wait = (flags & never_waits) == 0 && (flags & O_ACCMODE) != O_RDWR;
        return may_wait && is_pipe(folder, name) ? open_pipe(folder, name, flags) : plain();
    });
}

} // namespace

// By their names in the C library: what the headers call them depends on how they are compiled.
// Each file may be large.
extern "C" {

int open_here(const char* name, int flags, ...) asm("open");
int open_here(const char* name, int flags, ...) {
    std::va_list more;
    va_start(more, flags);
    const auto mode = va_arg(more, mode_t);
    va_end(more);
    return open_shared(AT_FDCWD, name, flags, [&] { return c_open(name, flags, mode); });
}

int open64_here(const char* name, int flags, ...) asm("open64") __attribute__((alias("open")));

int openat_here(int folder, const char* name, int flags, ...) asm("openat");
int openat_here(int folder, const char* name, int flags, ...) {
    std::va_list more;
    va_start(more, flags);
    const auto mode = va_arg(more, mode_t);
    va_end(more);
    return open_shared(folder, name, flags, [&] { return c_openat(folder, name, flags, mode); });
}

int openat64_here(int folder, const char* name, int flags, ...) asm("openat64")
    __attribute__((alias("openat")));

int creat_here(const char* name, mode_t mode) asm("creat");
int creat_here(const char* name, mode_t mode) {
    return open_here(name, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

int creat64_here(const char* name, mode_t mode) asm("creat64") __attribute__((alias("creat")));

// NOLINTBEGIN(bugprone-reserved-identifier): the C library's names, for fortified programs.

/// Without a mode: where that is wanted, the C library ends the program.
int __open_2(const char* name, int flags) {
    static constinit c_library_function<int(const char*, int)> checked("__open_2");
    return (flags & makes_file) != 0 ? checked(name, flags) : open_here(name, flags, 0);
}

int __open64_2(const char* name, int flags) {
    return __open_2(name, flags);
}

int __openat_2(int folder, const char* name, int flags) {
    static constinit c_library_function<int(int, const char*, int)> checked("__openat_2");
    return (flags & makes_file) != 0 ? checked(folder, name, flags)
                                     : openat_here(folder, name, flags, 0);
}

int __openat64_2(int folder, const char* name, int flags) {
    return __openat_2(folder, name, flags);
}

// NOLINTEND(bugprone-reserved-identifier)

} // extern "C"

} // namespace weft::posix
