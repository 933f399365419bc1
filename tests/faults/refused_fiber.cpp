// Fibers that cannot be created. The linker leads weft's calls of `CreateFiberEx` and
// `DeleteFiber`, which go through pointers, here (--wrap).
#include <cstddef>
#include <windows.h>

#include <weft/thread.hpp>

#include "refused_threads.hpp"

namespace {
DWORD create_error = 0;
int created = 0;
} // namespace

const int faults::refused_threads::kept_stacks = 64;
const int faults::refused_threads::ways = 1;
const std::vector<std::error_code> faults::refused_threads::reasons{
    {ERROR_NOT_ENOUGH_MEMORY, std::system_category()},
    {ERROR_COMMITMENT_LIMIT, std::system_category()},
};

int faults::refused_threads::stacks() {
    return created;
}

faults::refused_threads::refused_threads(std::error_code reason, int) {
    static std::size_t size = 65536;
    weft::stack_size(++size); // no stack of an ended thread has it
    create_error = static_cast<DWORD>(reason.value());
}

faults::refused_threads::~refused_threads() {
    create_error = 0;
    weft::stack_size(0);
}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
extern "C" {
extern decltype(&CreateFiberEx) __real___imp_CreateFiberEx;
constinit decltype(&CreateFiberEx) __wrap___imp_CreateFiberEx =
    [](SIZE_T committed, SIZE_T reserved, DWORD flags, LPFIBER_START_ROUTINE function,
       void* argument) -> void* {
    if (create_error != 0) {
        SetLastError(create_error);
        return nullptr;
    }
    ++created;
    return __real___imp_CreateFiberEx(committed, reserved, flags, function, argument);
};

extern decltype(&DeleteFiber) __real___imp_DeleteFiber;
constinit decltype(&DeleteFiber) __wrap___imp_DeleteFiber = [](void* fiber) {
    --created;
    __real___imp_DeleteFiber(fiber);
};
}
// NOLINTEND(bugprone-reserved-identifier)
