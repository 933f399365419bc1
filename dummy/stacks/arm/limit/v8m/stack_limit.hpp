// The limit of a stack that the processor keeps (Armv8-M, but the smallest): what would go below it
// faults. There is one for each stack pointer, of which one is in use.
#pragma once

#include <cstdint>

namespace weft::backend {

class stack_limit {
  public:
    /// That of the running stack, which has none from here on.
    static stack_limit lifted() noexcept {
        stack_limit was;
        if (is_of_process())
            asm volatile("mrs %0, psplim" : "=r"(was.lowest_));
        else
            asm volatile("mrs %0, msplim" : "=r"(was.lowest_));
        stack_limit().put();
        return was;
    }

    static stack_limit at(const void* lowest) noexcept {
        stack_limit limit;
        limit.lowest_ = reinterpret_cast<std::uintptr_t>(lowest);
        return limit;
    }

    /// REQUIRES: the running stack is above it.
    void put() const noexcept {
        if (is_of_process())
            asm volatile("msr psplim, %0" : : "r"(lowest_) : "memory");
        else
            asm volatile("msr msplim, %0" : : "r"(lowest_) : "memory");
    }

  private:
    static bool is_of_process() noexcept {
        std::uintptr_t control = 0;
        asm("mrs %0, control" : "=r"(control));
        return (control & 2) != 0;
    }

    std::uintptr_t lowest_ = 0;
};

} // namespace weft::backend
