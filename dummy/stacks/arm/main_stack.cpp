#include "main_stack.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <sys/reent.h>

#include "context.hpp"

namespace weft::backend {

namespace {

/// Whether a function runs there already, which may call again: newlib asks for memory.
constinit bool is_there = false;

} // namespace

std::uintptr_t call_on_main(std::uintptr_t (*function)(std::uintptr_t), std::uintptr_t argument) {
    void* const stack = context::left_by_main();
    if (stack == nullptr || is_there)
        return function(argument);
    const stack_limit own = stack_limit::lifted();
    is_there = true;
    const std::uintptr_t result = weft_call_on(stack, function, argument);
    is_there = false;
    own.put();
    return result;
}

void refuse_on_main() {
    if (!is_there)
        return;
    std::fputs("weft: a thread waits while it is reported: what() of an exception that ends a "
               "thread must not wait\n",
               stderr);
    std::abort();
}

} // namespace weft::backend

// NOLINTBEGIN(bugprone-reserved-identifier): the names are newlib's.
extern "C" {

void* _sbrk(std::ptrdiff_t more);

/// By which newlib's heap grows, in place of its own. Many a board's `_sbrk` compares the end of
/// the heap with the stack pointer, and a stack in the heap is below that. A program may have its
/// own.
[[gnu::weak]] void* _sbrk_r(_reent* state, std::ptrdiff_t more) {
    const std::uintptr_t got = weft::backend::call_on_main(
        [](std::uintptr_t given) {
            return reinterpret_cast<std::uintptr_t>(_sbrk(static_cast<std::ptrdiff_t>(given)));
        },
        static_cast<std::uintptr_t>(more));
    if (got == static_cast<std::uintptr_t>(-1))
        state->_errno = ENOMEM;
    return reinterpret_cast<void*>(got);
}

} // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
