#include "posix_stack.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace weft::backend {

namespace {

/// What an overflow cannot jump over unless by one frame that is larger.
constexpr std::size_t guard_size = 65536;

/// As the main thread has it, but never too little for the report of an exception.
std::size_t default_size() {
    constexpr std::size_t usual = 8'388'608;
    constexpr std::size_t smallest = 262'144;
    rlimit limit{};
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return usual;
    return std::max(static_cast<std::size_t>(limit.rlim_cur), smallest);
}

std::error_code last_error() {
    return {errno, std::generic_category()};
}

/// Has all use of the memory fault. Linux, since 6.13, can do that without making two mappings of
/// one, of which a process may have no more than some number. Some emulators say of all advice that
/// they have taken it: they are known by advice that there is not.
int make_guard(void* memory) {
#ifdef __linux__
    constexpr int guard_install = 102; // MADV_GUARD_INSTALL, which older headers do not have
    constexpr int none = -1;
    static const bool is_believed = madvise(memory, guard_size, none) != 0;
    if (is_believed && madvise(memory, guard_size, guard_install) == 0)
        return 0;
#endif
    return mprotect(memory, guard_size, PROT_NONE);
}

std::size_t page_size() {
    return static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

/// What a stack that has been left keeps: enough for most threads.
std::size_t rest_size() {
    static const std::size_t size = std::max<std::size_t>(16384, page_size());
    return size;
}

/// A mark at each of some places of the page where the rest ends: it is gone where the stack was
/// used there, unless by a frame that left them out.
constexpr std::size_t mark_distance = 256;
constexpr std::size_t marked_size = 4096;
constexpr std::uint64_t mark = 0x7374'6163'6b20'656e; // no address, and no number that is frequent

} // namespace

std::error_code posix_stack::map(std::size_t size) {
    const std::size_t page = page_size();
    const std::size_t wanted = size == 0 ? default_size() : size;
    const std::size_t rounded = (wanted + page - 1) / page * page;
    int kind = MAP_PRIVATE | MAP_ANONYMOUS;
#ifdef MAP_STACK
    kind |= MAP_STACK; // some systems let no other memory be a stack
#endif
    void* const memory = mmap(nullptr, guard_size + rounded, PROT_READ | PROT_WRITE, kind, -1, 0);
    if (memory == MAP_FAILED)
        return last_error();
    if (make_guard(memory) != 0) {
        const std::error_code refused = last_error();
        munmap(memory, guard_size + rounded);
        return refused;
    }
#ifdef MADV_NOHUGEPAGE
    // A thread touches a page or two: memory for more is not to be taken at once.
    madvise(memory, guard_size + rounded, MADV_NOHUGEPAGE);
#endif
    lowest_ = static_cast<char*>(memory) + guard_size;
    size_ = rounded;
    return {};
}

std::size_t posix_stack::keep(watched_stack& tool) {
    const std::size_t rest = rest_size();
    if (size_ <= 2 * rest)
        return size_;
    char* const marked = static_cast<char*>(highest()) - rest;
    tool.open(marked, marked_size);
    bool is_intact = true;
    for (std::size_t at = 0; at < marked_size; at += mark_distance)
        is_intact = is_intact && *reinterpret_cast<std::uint64_t*>(marked + at) == mark;
    // At its first uses, and seldom later, it is not relied on.
    if (is_intact && ++uses_ > 2 && uses_ % 1024 != 0)
        return rest;
#ifdef MADV_DONTNEED
    madvise(lowest_, size_ - rest, MADV_DONTNEED);
#endif
    for (std::size_t at = 0; at < marked_size; at += mark_distance)
        *reinterpret_cast<std::uint64_t*>(marked + at) = mark;
    return rest;
}

posix_stack::~posix_stack() {
    if (lowest_ != nullptr)
        munmap(static_cast<char*>(lowest_) - guard_size, guard_size + size_);
}

} // namespace weft::backend
