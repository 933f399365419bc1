// Memory for stacks, on POSIX systems.
#pragma once

#include <cstddef>
#include <system_error>

#include "watched_stack.hpp" // the tool's

namespace weft::backend {

/// A stack that grows downwards, below which is memory that faults.
class posix_stack {
  public:
    constexpr posix_stack() = default;
    ~posix_stack();
    posix_stack(const posix_stack&) = delete;
    posix_stack& operator=(const posix_stack&) = delete;

    /// Of at least `size` bytes; 0: as many as the system gives the main thread.
    std::error_code map(std::size_t size);

    /// To be called on it when its use ends: gives back all memory that was used but for a rest,
    /// whose size it returns. Nearly always no call of the system where no more than that was used.
    std::size_t keep(watched_stack& tool);

    [[nodiscard]] void* lowest() const { return lowest_; }
    [[nodiscard]] void* highest() const { return static_cast<char*>(lowest_) + size_; }
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    void* lowest_ = nullptr;
    std::size_t size_ = 0;
    unsigned uses_ = 0;
};

} // namespace weft::backend
