#include "posix_stack.hpp"

#include <cerrno>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace weft::backend {

namespace {

/// What an overflow cannot jump over unless by one frame that is larger.
constexpr std::size_t guard_size = 65536;

std::size_t default_size() {
    constexpr std::size_t usual = 8 * 1024 * 1024;
    rlimit limit{};
    const bool is_limited = getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return is_limited ? static_cast<std::size_t>(limit.rlim_cur) : usual;
}

std::error_code last_error() {
    return {errno, std::generic_category()};
}

} // namespace

std::error_code posix_stack::map(std::size_t size) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t wanted = size == 0 ? default_size() : size;
    const std::size_t rounded = (wanted + page - 1) / page * page;
    void* const memory = mmap(nullptr, guard_size + rounded, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return last_error();
    if (mprotect(memory, guard_size, PROT_NONE) != 0) {
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

posix_stack::~posix_stack() {
    if (lowest_ != nullptr)
        munmap(static_cast<char*>(lowest_) - guard_size, guard_size + size_);
}

} // namespace weft::backend
