// The linker leads weft's calls of `_beginthreadex`, which go through a pointer, here (--wrap).
#include <cerrno>
#include <process.h>

#include "refused_threads.hpp"

namespace {
int begin_error = 0;
}

const int faults::refused_threads::ways = 1;
const std::vector<std::error_code> faults::refused_threads::reasons{
    {EAGAIN, std::generic_category()},
    {EACCES, std::generic_category()},
    {EINVAL, std::generic_category()},
};

int faults::refused_threads::stacks() {
    return 0;
}

faults::refused_threads::refused_threads(std::error_code reason, int) {
    begin_error = reason.value();
}

faults::refused_threads::~refused_threads() {
    begin_error = 0;
}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
extern "C" {
extern decltype(&_beginthreadex) __real___imp__beginthreadex;
constinit decltype(&_beginthreadex) __wrap___imp__beginthreadex =
    [](void* security, unsigned stack_size, _beginthreadex_proc_type function, void* argument,
       unsigned flags, unsigned* id) -> std::uintptr_t {
    if (begin_error == 0)
        return __real___imp__beginthreadex(security, stack_size, function, argument, flags, id);
    errno = begin_error;
    return 0;
};
}
// NOLINTEND(bugprone-reserved-identifier)
