// Sockets, as what reads from descriptors and writes to them has to know them.
#pragma once

#include <sys/socket.h>

#include "clock.hpp"

namespace weft::posix {

/// Until when a call may wait that begins now: `which` is SO_RCVTIMEO or SO_SNDTIMEO.
deadline_t deadline_of_socket(int socket, int which) noexcept;

/// As without waiting, whatever the flags.
ssize_t send_at_once(int socket, const msghdr& message, int flags);
ssize_t receive_at_once(int socket, msghdr& message, int flags);

} // namespace weft::posix
