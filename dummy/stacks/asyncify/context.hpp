// Contexts by Binaryen's Asyncify, as no program can switch WebAssembly's own stack: after the
// link, each function that may be on it is changed, so that it can return in the middle, with what
// it has in registers written to memory, and be called again to go on there.
//
// A stack is a block of memory: from its end, that of C++ grows downwards; from its beginning, what
// functions have in registers is written, upwards, while it is left. Below is a pattern, which an
// overflow of C++'s destroys.
#pragma once

#include <cstddef>
#include <system_error>

#include "heap_block.hpp"
#include "watched_stack.hpp" // the tool's

namespace weft::backend {

class context {
  public:
    std::error_code create(std::size_t size, void (*entry)(void*), void* argument);
    bool begin_anew();
    void switch_to(context& next) noexcept;

    /// There is no memory but that of the program, which is not given back.
    std::size_t keep(watched_stack&) { return guard_size + size_; }

    [[nodiscard]] const void* lowest() const { return lowest_; }
    [[nodiscard]] std::size_t size() const { return size_; }

    /// Where all stacks have their bottom: calls `program`, which does not return, and then what is
    /// switched to. REQUIRES: the program has done nothing yet.
    [[noreturn]] static void run(void (*program)(void*));

  private:
    static constexpr std::size_t default_size = 262'144;
    static constexpr std::size_t alignment = 16;
    /// What lies below a stack, and nothing else has: an overflow by no more destroys only that.
    static constexpr std::size_t guard_size = 4096;

    /// As Asyncify has it.
    struct registers {
        char* next; ///< where it writes
        char* end;  ///< what it may not write beyond
    };

    static void leave_or_arrive();
    [[nodiscard]] bool has_overflowed() const;

    heap_block<alignment> memory_; ///< null for main's, which is there
    char* lowest_ = nullptr;
    std::size_t size_ = 0;
    void (*entry_)(void*) = nullptr;
    void* argument_ = nullptr;
    char* stack_pointer_ = nullptr; ///< C++'s, while it does not run
    registers registers_{};         ///< likewise
    bool has_begun_ = false;
};

} // namespace weft::backend
