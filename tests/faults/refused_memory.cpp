// Stacks for which there is no memory. The linker leads weft's calls of `operator new[]` and
// `operator delete[]` for stacks here (--wrap): no others ask for an alignment.
#include <cerrno>
#include <cstddef>
#include <new>

#include <weft/thread.hpp>

#include "refused_threads.hpp"

namespace {
bool refuses = false;
int taken = 0;
} // namespace

const int faults::refused_threads::kept_stacks = 30;
const int faults::refused_threads::ways = 1;
const std::vector<std::error_code> faults::refused_threads::reasons{
    std::make_error_code(std::errc::not_enough_memory)};

int faults::refused_threads::stacks() {
    return taken;
}

faults::refused_threads::refused_threads(std::error_code, int) {
    static std::size_t size = 65536;
    weft::stack_size(++size); // no stack of an ended thread has it
    refuses = true;
}

faults::refused_threads::~refused_threads() {
    refuses = false;
    weft::stack_size(0);
}

// operator new[](std::size_t, std::align_val_t, const std::nothrow_t&), whose mangled name Meson
// knows, as it is by the type of std::size_t, and operator delete[](void*, std::align_val_t).
void* real_new(std::size_t, std::align_val_t, const std::nothrow_t&) asm("__real_" ALIGNED_NEW);
void* wrapping_new(std::size_t, std::align_val_t, const std::nothrow_t&) asm("__wrap_" ALIGNED_NEW);
void* wrapping_new(std::size_t size, std::align_val_t alignment, const std::nothrow_t& nothrow) {
    if (refuses)
        return nullptr;
    ++taken;
    return real_new(size, alignment, nothrow);
}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
extern "C" {
void __real__ZdaPvSt11align_val_t(void*, std::align_val_t);
void __wrap__ZdaPvSt11align_val_t(void* place, std::align_val_t alignment) {
    --taken;
    __real__ZdaPvSt11align_val_t(place, alignment);
}
}
// NOLINTEND(bugprone-reserved-identifier)
