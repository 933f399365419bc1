// Reading from descriptors, and writing to them.
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "blocking.hpp"
#include "broken_pipe.hpp"
#include "parts.hpp"
#include "sockets.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<ssize_t(int, void*, std::size_t)> c_read("read");
constinit c_library_function<ssize_t(int, const void*, std::size_t)> c_write("write");
constinit c_library_function<ssize_t(int, const iovec*, int)> c_readv("readv");
constinit c_library_function<ssize_t(int, const iovec*, int)> c_writev("writev");
constinit c_library_function<ssize_t(int, int, off_t*, std::size_t)> c_sendfile("sendfile64");

mode_t kind_of(int descriptor) noexcept {
    struct stat found {};
    return ::fstat(descriptor, &found) == 0 ? found.st_mode & S_IFMT : 0;
}

/// Of which each call ends soon, and is not tried without waiting: that would take a part, which
/// programs do not expect.
bool is_file(mode_t kind) noexcept {
    return S_ISREG(kind) || S_ISBLK(kind) || S_ISDIR(kind);
}

/// Of what the kernel refuses without a look at them.
bool is_count_of_parts(int count) noexcept {
    return count >= 0 && count <= IOV_MAX;
}

/// The kernel cannot tell for this descriptor what would not wait.
bool cannot_be_tried() noexcept {
    return errno == EOPNOTSUPP || errno == ENOSYS;
}

/// Reads what is there, or is -1, and EAGAIN.
template <class Plain>
ssize_t read_at_once(int from, parts to, Plain plain) {
    const ssize_t got = ::preadv2(from, to.data(), static_cast<int>(to.size()), -1, RWF_NOWAIT);
    if (got >= 0 || !cannot_be_tried())
        return got;
    return is_ready(from, POLLIN) ? plain() : refused_with(EAGAIN);
}

template <class Plain>
ssize_t read_shared(int from, parts to, Plain plain) {
    const std::size_t size = size_of(to);
    if (size == 0)
        return plain();
    const ssize_t got = read_at_once(from, to, plain);
    if (got == 0 || got == static_cast<ssize_t>(size) || (got < 0 && !would_block()))
        return got;
    const mode_t kind = kind_of(from);
    if (is_file(kind)) {
        if (got < 0)
            return plain();
        const auto rest = rest_of(to, static_cast<std::size_t>(got));
        return got +
               std::max<ssize_t>(c_readv(from, rest.data(), static_cast<int>(rest.size())), 0);
    }
    if (got > 0)
        return got;
    if (is_nonblocking(from))
        return refused_with(EAGAIN);
    const deadline_t deadline = S_ISSOCK(kind) ? deadline_of_socket(from, SO_RCVTIMEO) : forever;
    return when_ready(from, POLLIN, deadline, [&] { return read_at_once(from, to, plain); });
}

/// Writes what there is room for, or is -1, and EAGAIN.
ssize_t write_at_once(int to, parts from) {
    const auto count = static_cast<int>(from.size());
    const ssize_t wrote = ::pwritev2(to, from.data(), count, -1, RWF_NOWAIT);
    if (wrote >= 0 || !cannot_be_tried())
        return wrote;
    const mode_t kind = kind_of(to);
    if (S_ISSOCK(kind)) {
        msghdr message{};
        message.msg_iov = const_cast<iovec*>(from.data());
        message.msg_iovlen = from.size();
        return send_at_once(to, message, 0);
    }
    if (!is_file(kind) && !is_ready(to, POLLOUT))
        return refused_with(EAGAIN);
    // A pipe that is ready has room for so much, and waits where it is given more.
    if (S_ISFIFO(kind) && size_of(from) > PIPE_BUF && !is_nonblocking(to)) {
        for (const iovec& each : from) {
            if (each.iov_len != 0)
                return c_write(to, each.iov_base, std::min<std::size_t>(each.iov_len, PIPE_BUF));
        }
    }
    return c_writev(to, from.data(), count);
}

/// Whether it is to be tried again.
bool wait_for_room(readiness& ready, deadline_t deadline) {
    try {
        if (ready.wait(deadline))
            return true;
        errno = EAGAIN;
    } catch (const interrupted_wait&) {
        errno = EINTR;
    }
    return false;
}

/// Returns when all is written, or what was when that could not go on.
template <class Plain>
ssize_t write_shared(int to, parts from, Plain plain) {
    const std::size_t size = size_of(from);
    if (size == 0)
        return plain();
    std::size_t done = 0;
    ssize_t wrote = 0;
    const auto result = [&] { return done == 0 ? wrote : static_cast<ssize_t>(done); };
    std::vector<iovec> rest;
    /// Returns whether all is written, or there is an error.
    const auto is_over = [&] {
        wrote = with_broken_pipe_told(
            [&] { return write_at_once(to, done == 0 ? from : parts(rest)); });
        if (wrote <= 0)
            return wrote == 0 || !would_block();
        done += static_cast<std::size_t>(wrote);
        if (done < size)
            rest = rest_of(from, done);
        return done == size;
    };
    if (is_over())
        return result();
    const mode_t kind = kind_of(to);
    if (is_file(kind)) {
        if (done == 0)
            return plain();
        wrote = c_writev(to, rest.data(), static_cast<int>(rest.size()));
        return result() + std::max<ssize_t>(wrote, 0);
    }
    if (is_nonblocking(to))
        return result();
    const deadline_t deadline = S_ISSOCK(kind) ? deadline_of_socket(to, SO_SNDTIMEO) : forever;
    readiness ready(to, POLLOUT);
    while (wait_for_room(ready, deadline) && !is_over()) {
    }
    return result();
}

/// Whether it was opened to be written to.
bool is_written(int descriptor) noexcept {
    const int flags = ::fcntl(descriptor, F_GETFL);
    return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

/// By a copy, as the kernel cannot be asked to send without waiting.
template <class Plain>
ssize_t send_file_shared(int to, int from, off_t* place, std::size_t size, Plain plain) {
    constexpr std::size_t piece = std::size_t{64} * 1024;
    if (is_file(kind_of(to)) || !is_file(kind_of(from)) || is_nonblocking(to) || !is_written(to))
        return plain();
    std::vector<char> copy(std::min(size, piece));
    off_t at = place != nullptr ? *place : ::lseek(from, 0, SEEK_CUR);
    std::size_t done = 0;
    ssize_t wrote = 0;
    do { // of nothing, too, which `from` may refuse
        const ssize_t got = ::pread(from, copy.data(), std::min(size - done, piece), at);
        wrote = got <= 0 ? got : ::write(to, copy.data(), static_cast<std::size_t>(got));
        if (wrote <= 0)
            break;
        at += wrote;
        done += static_cast<std::size_t>(wrote);
    } while (done < size);
    if (place != nullptr)
        *place = at;
    else if (done != 0)
        ::lseek(from, at, SEEK_SET);
    return wrote < 0 && done == 0 ? -1 : static_cast<ssize_t>(done);
}

} // namespace

extern "C" {

ssize_t read(int from, void* to, std::size_t size) {
    const auto plain = [&] { return c_read(from, to, size); };
    return blocking_call(interruptible::unless_restarted, plain, [&] {
        const iovec whole{to, size};
        return read_shared(from, {&whole, 1}, plain);
    });
}

ssize_t readv(int from, const iovec* to, int count) {
    const auto plain = [&] { return c_readv(from, to, count); };
    return blocking_call(interruptible::unless_restarted, plain, [&] {
        return is_count_of_parts(count)
                   ? read_shared(from, {to, static_cast<std::size_t>(count)}, plain)
                   : plain();
    });
}

ssize_t write(int to, const void* from, std::size_t size) {
    const auto plain = [&] { return c_write(to, from, size); };
    return blocking_call(interruptible::unless_restarted, plain, [&] {
        const iovec whole{const_cast<void*>(from), size};
        return write_shared(to, {&whole, 1}, plain);
    });
}

ssize_t writev(int to, const iovec* from, int count) {
    const auto plain = [&] { return c_writev(to, from, count); };
    return blocking_call(interruptible::unless_restarted, plain, [&] {
        return is_count_of_parts(count)
                   ? write_shared(to, {from, static_cast<std::size_t>(count)}, plain)
                   : plain();
    });
}

ssize_t sendfile_here(int to, int from, off_t* place, std::size_t size) asm("sendfile");
ssize_t sendfile_here(int to, int from, off_t* place, std::size_t size) {
    const auto plain = [&] { return c_sendfile(to, from, place, size); };
    return blocking_call(interruptible::unless_restarted, plain,
                         [&] { return send_file_shared(to, from, place, size, plain); });
}

ssize_t sendfile64_here(int to, int from, off_t* place, std::size_t size) asm("sendfile64")
    __attribute__((alias("sendfile")));

// NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's name, for fortified programs.
ssize_t __read_chk(int from, void* to, std::size_t size, std::size_t room) {
    static constinit c_library_function<ssize_t(int, void*, std::size_t, std::size_t)> checked(
        "__read_chk");
    return size > room ? checked(from, to, size, room) : read(from, to, size);
}

} // extern "C"

} // namespace weft::posix
