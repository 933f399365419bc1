// Stacks that cannot be mapped, or whose guard cannot be set. The linker leads weft's calls of
// `mmap`, which with a 64-bit off_t is `mmap64`, `munmap`, `madvise` and `mprotect` here (--wrap).
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <sys/mman.h>

#include <weft/thread.hpp>

#include "refused_threads.hpp"

namespace {
int map_error = 0;
int protect_error = 0;

std::array<void*, 2048> mapped{}; // stacks only, as the symbol reader maps, too

void note(void* before, void* now) {
    const auto place = std::find(mapped.begin(), mapped.end(), before);
    if (place != mapped.end())
        *place = now;
}
} // namespace

const int faults::refused_threads::kept_stacks = 1024;
const int faults::refused_threads::ways = 2;
const std::vector<std::error_code> faults::refused_threads::reasons{
    {EAGAIN, std::generic_category()},
    {EPERM, std::generic_category()},
    {ENOMEM, std::generic_category()},
};

int faults::refused_threads::stacks() {
    return static_cast<int>(std::count_if(mapped.begin(), mapped.end(),
                                          [](const void* each) { return each != nullptr; }));
}

faults::refused_threads::refused_threads(std::error_code reason, int way) {
    static std::size_t size = 65536;
    weft::stack_size(++size); // no stack of an ended thread has it
    (way == 0 ? map_error : protect_error) = reason.value();
}

faults::refused_threads::~refused_threads() {
    map_error = 0;
    protect_error = 0;
    weft::stack_size(0);
}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
extern "C" {
void* __real_mmap64(void*, std::size_t, int, int, int, off_t);
void* __wrap_mmap64(void* place, std::size_t size, int access, int flags, int file, off_t offset) {
    if (map_error != 0) {
        errno = map_error;
        return MAP_FAILED;
    }
    void* const memory = __real_mmap64(place, size, access, flags, file, offset);
    if (memory != MAP_FAILED && (flags & MAP_STACK) != 0)
        note(nullptr, memory);
    return memory;
}

int __real_munmap(void*, std::size_t);
int __wrap_munmap(void* place, std::size_t size) {
    note(place, nullptr);
    return __real_munmap(place, size);
}

/// Of what weft asks of it, a system may know nothing.
int __real_madvise(void*, std::size_t, int);
int __wrap_madvise(void* place, std::size_t size, int advice) {
    if (protect_error == 0)
        return __real_madvise(place, size, advice);
    errno = EINVAL;
    return -1;
}

int __real_mprotect(void*, std::size_t, int);
int __wrap_mprotect(void* place, std::size_t size, int access) {
    if (protect_error == 0)
        return __real_mprotect(place, size, access);
    errno = protect_error;
    return -1;
}
}
// NOLINTEND(bugprone-reserved-identifier)
