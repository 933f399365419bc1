// Contexts by Emscripten's fibers, for programs that are linked with -sASYNCIFY: beside the stack
// that C++ has in memory, WebAssembly's own is saved there at each switch.
#pragma once

#include <cstddef>
#include <emscripten/fiber.h>
#include <memory>
#include <new>
#include <system_error>

#include "heap_block.hpp"
#include "main_result.hpp"
#include "watched_stack.hpp" // the tool's

namespace weft::backend {

class context {
  public:
    std::error_code create(std::size_t size, void (*entry)(void*), void* argument) {
        size_ = ((size == 0 ? default_size : size) + alignment - 1) / alignment * alignment;
        stack_ = allocate_heap_block<alignment>(size_);
        saved_.reset(new (std::nothrow) char[saved_size()]);
        if (stack_ == nullptr || saved_ == nullptr)
            return std::make_error_code(std::errc::not_enough_memory);
        entry_ = entry;
        argument_ = argument;
        begin_anew();
        return {};
    }

    bool begin_anew() {
        emscripten_fiber_init(&fiber_, enter, this, stack_.get(), size_, saved_.get(),
                              saved_size());
        return true;
    }

    void switch_to(context& next) noexcept {
        if (stack_ == nullptr && !is_known_) {
            is_known_ = true;
            exit_when_main_returns();
            emscripten_fiber_init_from_current_context(&fiber_, saved_of_main,
                                                       sizeof saved_of_main);
        }
        emscripten_fiber_swap(&fiber_, &next.fiber_);
    }

    /// There is no memory but that of the program, which is not given back.
    std::size_t keep(watched_stack&) { return size_ + saved_size(); }

    [[nodiscard]] const void* lowest() const { return stack_.get(); }
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    static constexpr std::size_t default_size = 1'048'576;
    static constexpr std::size_t alignment = 16;

    static void enter(void* self) {
        enter_stack();
        const context& own = *static_cast<context*>(self);
        own.entry_(own.argument_);
    }

    /// For WebAssembly's own stack, which holds little: what a function has in registers elsewhere.
    [[nodiscard]] std::size_t saved_size() const { return size_ / 16; }

    /// Not allocated, as a switch cannot fail: one stack is the system's own.
    alignas(alignment) static inline constinit char saved_of_main[65536]{};

    emscripten_fiber_t fiber_{};
    void (*entry_)(void*) = nullptr;
    void* argument_ = nullptr;
    heap_block<alignment> stack_;
    std::unique_ptr<char[]> saved_;
    std::size_t size_ = 0;
    bool is_known_ = false; ///< to Emscripten, if it is the system's
};

} // namespace weft::backend
