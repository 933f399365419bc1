// Sockets: connecting, and what is sent and received.
#include "sockets.hpp"

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/time.h>

#include "blocking.hpp"
#include "broken_pipe.hpp"
#include "moments.hpp"
#include "parts.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<ssize_t(int, void*, std::size_t, int)> c_recv("recv");
constinit c_library_function<ssize_t(int, void*, std::size_t, int, sockaddr*, socklen_t*)>
    c_recvfrom("recvfrom");
constinit c_library_function<ssize_t(int, msghdr*, int)> c_recvmsg("recvmsg");
constinit c_library_function<int(int, mmsghdr*, unsigned, int, timespec*)> c_recvmmsg("recvmmsg");
constinit c_library_function<ssize_t(int, const void*, std::size_t, int)> c_send("send");
constinit c_library_function<ssize_t(int, const void*, std::size_t, int, const sockaddr*,
                                     socklen_t)>
    c_sendto("sendto");
constinit c_library_function<ssize_t(int, const msghdr*, int)> c_sendmsg("sendmsg");
constinit c_library_function<int(int, mmsghdr*, unsigned, int)> c_sendmmsg("sendmmsg");
constinit c_library_function<int(int, sockaddr*, socklen_t*)> c_accept("accept");
constinit c_library_function<int(int, sockaddr*, socklen_t*, int)> c_accept4("accept4");
constinit c_library_function<int(int, const sockaddr*, socklen_t)> c_connect("connect");

int option_of(int socket, int which) noexcept {
    int value = 0;
    socklen_t size = sizeof value;
    return ::getsockopt(socket, SOL_SOCKET, which, &value, &size) == 0 ? value : -1;
}

parts parts_of(const msghdr& message) noexcept {
    return {message.msg_iov, message.msg_iovlen};
}

/// A message of one part.
class one_part {
  public:
    one_part(void* place, std::size_t size, sockaddr* name = nullptr, socklen_t room = 0)
        : part_{place, size} {
        message.msg_iov = &part_;
        message.msg_iovlen = 1;
        message.msg_name = name;
        message.msg_namelen = room;
    }
    one_part(const one_part&) = delete;
    one_part& operator=(const one_part&) = delete;

    msghdr message{};

  private:
    iovec part_;
};

/// Whether it is a stream, of which calls may take a part.
bool is_stream(int socket) noexcept {
    return option_of(socket, SO_TYPE) == SOCK_STREAM;
}

ssize_t receive_part(int socket, msghdr& message, int flags) {
    const ssize_t got = receive_at_once(socket, message, flags);
    constexpr int never_waits = MSG_DONTWAIT | MSG_OOB | MSG_ERRQUEUE;
    if (got >= 0 || !would_block() || (flags & never_waits) != 0)
        return got;
    if (is_nonblocking(socket))
        return refused_with(EAGAIN);
    return when_ready(socket, POLLIN, deadline_of_socket(socket, SO_RCVTIMEO),
                      [&] { return receive_at_once(socket, message, flags); });
}

ssize_t receive(int socket, msghdr& message, int flags) {
    const std::size_t size = size_of(parts_of(message));
    const ssize_t got = receive_part(socket, message, flags);
    const bool wants_all = (flags & (MSG_WAITALL | MSG_PEEK | MSG_DONTWAIT)) == MSG_WAITALL;
    if (!wants_all || got <= 0 || got >= static_cast<ssize_t>(size) || !is_stream(socket) ||
        is_nonblocking(socket))
        return got;
    auto done = static_cast<std::size_t>(got);
    while (done < size) {
        auto rest = rest_of(parts_of(message), done);
        msghdr next{};
        next.msg_iov = rest.data();
        next.msg_iovlen = rest.size();
        try {
            const ssize_t more = receive_part(socket, next, flags);
            if (more <= 0)
                break;
            done += static_cast<std::size_t>(more);
        } catch (const interrupted_wait&) {
            break;
        }
    }
    return static_cast<ssize_t>(done);
}

/// Returns when all is sent, or what was when that could not go on.
ssize_t transmit(int socket, const msghdr& message, int flags) {
    const auto size = static_cast<ssize_t>(size_of(parts_of(message)));
    ssize_t done = send_at_once(socket, message, flags);
    const bool is_partial = done >= 0 && done < size;
    if ((!is_partial && (done >= 0 || !would_block())) || (flags & MSG_DONTWAIT) != 0)
        return done;
    if (is_nonblocking(socket))
        return done >= 0 ? done : refused_with(EAGAIN);
    const deadline_t deadline = deadline_of_socket(socket, SO_SNDTIMEO);
    readiness ready(socket, POLLOUT);
    while (done < size) {
        try {
            if (!ready.wait(deadline))
                return done > 0 ? done : refused_with(EAGAIN);
        } catch (const interrupted_wait&) {
            if (done > 0)
                return done;
            throw;
        }
        ssize_t more = 0;
        if (done <= 0) {
            more = send_at_once(socket, message, flags);
        } else {
            auto rest = rest_of(parts_of(message), static_cast<std::size_t>(done));
            msghdr next{};
            next.msg_name = message.msg_name;
            next.msg_namelen = message.msg_namelen;
            next.msg_iov = rest.data();
            next.msg_iovlen = rest.size();
            more = send_at_once(socket, next, flags);
        }
        if (more >= 0)
            done = std::max<ssize_t>(done, 0) + more;
        else if (!would_block())
            return done > 0 ? done : more;
        if (size == 0 && more == 0)
            return 0;
    }
    return done;
}

/// Two may wait, and one connection comes.
template <class Plain>
int accept_shared(int socket, Plain plain) {
    if (is_ready(socket, POLLIN) || is_nonblocking(socket) || option_of(socket, SO_ACCEPTCONN) != 1)
        return plain();
    const deadline_t deadline = deadline_of_socket(socket, SO_RCVTIMEO);
    pollfd polled{socket, POLLIN, 0};
    do {
        if (!wait_for_descriptors({&polled, 1}, deadline))
            return refused_with(EAGAIN);
    } while (!is_ready(socket, POLLIN));
    return plain();
}

/// Connects without waiting. The flag is shared by who else has the socket, so it is put back at
/// once.
template <class Plain>
int connect_at_once(int socket, int flags, Plain plain) {
    ::fcntl(socket, F_SETFL, flags | O_NONBLOCK);
    const int result = plain();
    const int error = errno;
    ::fcntl(socket, F_SETFL, flags);
    errno = error;
    return result;
}

template <class Plain>
int connect_shared(int socket, Plain plain) {
    const int flags = ::fcntl(socket, F_GETFL);
    if (flags < 0 || (flags & O_NONBLOCK) != 0 || option_of(socket, SO_TYPE) < 0)
        return plain();
    const deadline_t deadline = deadline_of_socket(socket, SO_SNDTIMEO);
    while (connect_at_once(socket, flags, plain) != 0) {
        if (errno == EINPROGRESS) {
            pollfd polled{socket, POLLOUT, 0};
            if (!wait_for_descriptors({&polled, 1}, deadline))
                return refused_with(EINPROGRESS);
            const int error = option_of(socket, SO_ERROR);
            return error == 0 ? 0 : refused_with(error < 0 ? EBADF : error);
        }
        if (!would_block())
            return -1;
        if (now() >= deadline) // a local listener has as many as it takes, and nothing tells
            return refused_with(EAGAIN);
        wait_a_little(deadline);
    }
    return 0;
}

} // namespace

deadline_t deadline_of_socket(int socket, int which) noexcept {
    timeval time{};
    socklen_t size = sizeof time;
    if (::getsockopt(socket, SOL_SOCKET, which, &time, &size) != 0 ||
        (time.tv_sec == 0 && time.tv_usec == 0))
        return forever;
    return deadline_in(duration_of({time.tv_sec, time.tv_usec * 1000}).count(), now());
}

ssize_t send_at_once(int socket, const msghdr& message, int flags) {
    return with_broken_pipe_told([&] { return c_sendmsg(socket, &message, flags | MSG_DONTWAIT); });
}

ssize_t receive_at_once(int socket, msghdr& message, int flags) {
    return c_recvmsg(socket, &message, flags | MSG_DONTWAIT);
}

extern "C" {

ssize_t recv(int socket, void* to, std::size_t size, int flags) {
    return blocking_call(
        interruptible::unless_restarted, [&] { return c_recv(socket, to, size, flags); },
        [&] {
            one_part whole(to, size);
            return receive(socket, whole.message, flags);
        });
}

ssize_t recvfrom(int socket, void* to, std::size_t size, int flags, sockaddr* from,
                 socklen_t* room) {
    return blocking_call(
        interruptible::unless_restarted,
        [&] { return c_recvfrom(socket, to, size, flags, from, room); },
        [&] {
            one_part whole(to, size, from, from == nullptr ? 0 : *room);
            const ssize_t got = receive(socket, whole.message, flags);
            if (got >= 0 && from != nullptr)
                *room = whole.message.msg_namelen;
            return got;
        });
}

ssize_t recvmsg(int socket, msghdr* message, int flags) {
    return blocking_call(
        interruptible::unless_restarted, [&] { return c_recvmsg(socket, message, flags); },
        [&] { return receive(socket, *message, flags); });
}

int recvmmsg(int socket, mmsghdr* messages, unsigned count, int flags, timespec* time) {
    return blocking_call(
        interruptible::unless_restarted,
        [&] { return c_recvmmsg(socket, messages, count, flags, time); },
        [&] {
            if (time != nullptr && (!is_valid(*time) || time->tv_sec < 0))
                return refused_with(EINVAL);
            if (count == 0)
                return c_recvmmsg(socket, messages, count, flags, time);
            const deadline_t deadline =
                time == nullptr ? forever : deadline_in(duration_of(*time).count(), now());
            deadline_t left = forever; // since the last one came
            unsigned got = 0;
            while (got < count && left > 0) {
                const bool is_enough = got > 0 && (flags & MSG_WAITFORONE) != 0;
                try {
                    const ssize_t size =
                        receive(socket, messages[got].msg_hdr,
                                (flags & ~MSG_WAITFORONE) | (is_enough ? MSG_DONTWAIT : 0));
                    if (size < 0)
                        break;
                    messages[got++].msg_len = static_cast<unsigned>(size);
                    left = std::max<deadline_t>(deadline - now(), 0);
                } catch (const interrupted_wait&) {
                    if (got == 0)
                        throw;
                    break;
                }
            }
            if (got == 0)
                return -1;
            if (time != nullptr)
                *time = timespec_of(std::chrono::nanoseconds(left));
            return static_cast<int>(got);
        });
}

ssize_t send(int socket, const void* from, std::size_t size, int flags) {
    return blocking_call(
        interruptible::unless_restarted, [&] { return c_send(socket, from, size, flags); },
        [&] {
            const one_part whole(const_cast<void*>(from), size);
            return transmit(socket, whole.message, flags);
        });
}

ssize_t sendto(int socket, const void* from, std::size_t size, int flags, const sockaddr* to,
               socklen_t to_size) {
    return blocking_call(
        interruptible::unless_restarted,
        [&] { return c_sendto(socket, from, size, flags, to, to_size); },
        [&] {
            const one_part whole(const_cast<void*>(from), size, const_cast<sockaddr*>(to), to_size);
            return transmit(socket, whole.message, flags);
        });
}

ssize_t sendmsg(int socket, const msghdr* message, int flags) {
    return blocking_call(
        interruptible::unless_restarted, [&] { return c_sendmsg(socket, message, flags); },
        [&] { return transmit(socket, *message, flags); });
}

int sendmmsg(int socket, mmsghdr* messages, unsigned count, int flags) {
    return blocking_call(
        interruptible::unless_restarted, [&] { return c_sendmmsg(socket, messages, count, flags); },
        [&] {
            if (count == 0)
                return c_sendmmsg(socket, messages, count, flags);
            unsigned sent = 0;
            while (sent < count) {
                try {
                    const ssize_t size = transmit(socket, messages[sent].msg_hdr, flags);
                    if (size < 0)
                        break;
                    messages[sent++].msg_len = static_cast<unsigned>(size);
                } catch (const interrupted_wait&) {
                    if (sent == 0)
                        throw;
                    break;
                }
            }
            return sent == 0 ? -1 : static_cast<int>(sent);
        });
}

int accept(int socket, sockaddr* from, socklen_t* room) {
    const auto plain = [&] { return c_accept(socket, from, room); };
    return blocking_call(interruptible::unless_restarted, plain,
                         [&] { return accept_shared(socket, plain); });
}

int accept4(int socket, sockaddr* from, socklen_t* room, int flags) {
    const auto plain = [&] { return c_accept4(socket, from, room, flags); };
    return blocking_call(interruptible::unless_restarted, plain,
                         [&] { return accept_shared(socket, plain); });
}

int connect(int socket, const sockaddr* to, socklen_t size) {
    const auto plain = [&] { return c_connect(socket, to, size); };
    return blocking_call(interruptible::unless_restarted, plain,
                         [&] { return connect_shared(socket, plain); });
}

// NOLINTBEGIN(bugprone-reserved-identifier): the C library's names, for fortified programs.

ssize_t __recv_chk(int socket, void* to, std::size_t size, std::size_t room, int flags) {
    static constinit c_library_function<ssize_t(int, void*, std::size_t, std::size_t, int)> checked(
        "__recv_chk");
    return size > room ? checked(socket, to, size, room, flags) : recv(socket, to, size, flags);
}

ssize_t __recvfrom_chk(int socket, void* to, std::size_t size, std::size_t room, int flags,
                       sockaddr* from, socklen_t* from_room) {
    static constinit c_library_function<ssize_t(int, void*, std::size_t, std::size_t, int,
                                                sockaddr*, socklen_t*)>
        checked("__recvfrom_chk");
    return size > room ? checked(socket, to, size, room, flags, from, from_room)
                       : recvfrom(socket, to, size, flags, from, from_room);
}

// NOLINTEND(bugprone-reserved-identifier)

} // extern "C"

} // namespace weft::posix
