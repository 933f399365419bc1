// Futexes, of one process.
#pragma once

namespace weft::posix {

struct system_call;

/// Does what SYS_futex does, and returns what `syscall` returns. Where a set of bits says which are
/// to be woken, and with priorities, it is refused: ENOSYS.
long call_futex(const system_call& call);

} // namespace weft::posix
