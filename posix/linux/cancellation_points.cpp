// Calls that do not wait for other threads, and are cancellation points all the same.
#include <cstddef>
#include <sys/mman.h>
#include <sys/single_threaded.h>
#include <termios.h>
#include <unistd.h>

#include "c_library.hpp"
#include "cancellation.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<ssize_t(int, void*, std::size_t, off_t)> c_pread("pread");
constinit c_library_function<ssize_t(int, void*, std::size_t, off_t, std::size_t)>
    c_pread_chk("__pread_chk");
constinit c_library_function<ssize_t(int, const void*, std::size_t, off_t)> c_pwrite("pwrite");
constinit c_library_function<int(int)> c_fsync("fsync");
constinit c_library_function<int(int)> c_fdatasync("fdatasync");
constinit c_library_function<int(void*, std::size_t, int)> c_msync("msync");
constinit c_library_function<int(int)> c_tcdrain("tcdrain");
constinit c_library_function<int(int)> c_close("close");

void end_if_cancelled() {
    if (__libc_single_threaded == 0)
        const cancellation_point here;
}

} // namespace

extern "C" {

// By other names here, of which headers make one where files may be large.

ssize_t pread_here(int descriptor, void* to, std::size_t size, off_t offset) asm("pread");
ssize_t pread_here(int descriptor, void* to, std::size_t size, off_t offset) {
    end_if_cancelled();
    return c_pread(descriptor, to, size, offset);
}

ssize_t pread64_here(int descriptor, void* to, std::size_t size, off_t offset) asm("pread64")
    __attribute__((alias("pread")));

ssize_t pwrite_here(int descriptor, const void* from, std::size_t size, off_t offset) asm("pwrite");
ssize_t pwrite_here(int descriptor, const void* from, std::size_t size, off_t offset) {
    end_if_cancelled();
    return c_pwrite(descriptor, from, size, offset);
}

ssize_t pwrite64_here(int descriptor, const void* from, std::size_t size,
                      off_t offset) asm("pwrite64") __attribute__((alias("pwrite")));

// NOLINTBEGIN(bugprone-reserved-identifier): the C library's names, for optimised programs.

ssize_t __pread_chk_here(int descriptor, void* to, std::size_t size, off_t offset,
                         std::size_t room) asm("__pread_chk");
ssize_t __pread_chk_here(int descriptor, void* to, std::size_t size, off_t offset,
                         std::size_t room) {
    end_if_cancelled();
    return c_pread_chk(descriptor, to, size, offset, room);
}

ssize_t __pread64_chk_here(int descriptor, void* to, std::size_t size, off_t offset,
                           std::size_t room) asm("__pread64_chk")
    __attribute__((alias("__pread_chk")));

// NOLINTEND(bugprone-reserved-identifier)

int fsync(int descriptor) {
    end_if_cancelled();
    return c_fsync(descriptor);
}

int fdatasync(int descriptor) {
    end_if_cancelled();
    return c_fdatasync(descriptor);
}

int msync(void* begin, std::size_t size, int flags) {
    end_if_cancelled();
    return c_msync(begin, size, flags);
}

int tcdrain(int descriptor) {
    end_if_cancelled();
    return c_tcdrain(descriptor);
}

int close(int descriptor) {
    end_if_cancelled();
    return c_close(descriptor);
}

} // extern "C"

} // namespace weft::posix
