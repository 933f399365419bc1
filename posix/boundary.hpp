// Between C and what weft throws: no exception of C++'s leaves a function of POSIX's.
//
// But a thread may be ended in any of them that waits or gives way, or a handler that runs there
// may jump away, and no frame between may be noexcept. The C library's headers say that of most:
// these have other names in the code, ending in `_here`. Of the others, headers alone say it, as
// not all do.
#pragma once

#include <cerrno>
#include <new>
#include <system_error>

#include "signals.hpp"   // the system's
#include "unwinding.hpp" // the system's
#include "weft/error.hpp"

namespace weft::posix {

/// Nothing can go on, which a C program cannot be told by an exception: prints the report, writes
/// what stdout holds, and aborts.
[[noreturn]] void end_deadlocked(const deadlock& found) noexcept;

/// What `does` returns, or the number of the error that it throws.
template <class Does>
int answer_of(Does does) {
    try {
        return with_handlers(does);
    } catch (const deadlock& found) {
        end_deadlocked(found);
    } catch (const interrupted_wait&) {
        return EINTR;
    } catch (const std::system_error& refused) {
        return refused.code().value();
    } catch (const std::bad_alloc&) {
        return ENOMEM;
    }
}

/// An error that is told by errno.
inline int refused_with(int error) noexcept {
    errno = error;
    return -1;
}

/// 0, or an error that is told by errno.
inline int told_by_errno(int error) noexcept {
    return error == 0 ? 0 : refused_with(error);
}

/// As `answer_of`, where an error is told by errno.
template <class Does>
int answer_by_errno(Does does) {
    return told_by_errno(answer_of(does));
}

/// The same where `does` returns what the function does, and -1 where it has set errno.
template <class Does>
auto result_by_errno(Does does) {
    decltype(does()) result = -1;
    const int error = answer_of([&] {
        result = does();
        return 0;
    });
    return error == 0 ? result : refused_with(error);
}

} // namespace weft::posix
