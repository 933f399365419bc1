// Contexts on ARM without a system: stacks are in the heap, and below them is no memory that
// faults, but a pattern.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <system_error>
#include <utility>

#include "crossing.hpp"
#include "default_stack_size.hpp" // as it was configured
#include "heap_block.hpp"
#include "main_stack.hpp"
#include "overflow.hpp"
#include "stack_limit.hpp"   // the processor's
#include "watched_stack.hpp" // the tool's

namespace weft::backend {

class context {
  public:
    std::error_code create(std::size_t size, void (*entry)(void*), void* argument) {
        const std::size_t wanted = size == 0 ? default_stack_size : size;
        constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max() / 2;
        if (wanted > most)
            return std::make_error_code(std::errc::not_enough_memory);
        size_ = (wanted + alignment - 1) / alignment * alignment;
        memory_ = allocate_heap_block<alignment>(guard_size() + size_);
        if (memory_ == nullptr)
            return std::make_error_code(std::errc::not_enough_memory);
        lowest_ = memory_.get() + guard_size();
        entry_ = entry;
        argument_ = argument;
        begin_anew();
        return {};
    }

    bool begin_anew() {
        std::fill_n(reinterpret_cast<std::uint32_t*>(lowest_ - marked_size), marks * distance,
                    mark);
        auto* const highest = reinterpret_cast<std::uintptr_t*>(lowest_ + size_);
        std::uintptr_t static_base = 0; // in r9, where a program is compiled so
        asm volatile("mov %0, r9" : "=r"(static_base));
        std::fill(highest - weft_crossing_size, highest, static_base);
        highest[-1] = reinterpret_cast<std::uintptr_t>(weft_begin);
        at_ = highest - weft_crossing_size;
        return true;
    }

    void switch_to(context& next) noexcept {
        if (memory_ == nullptr) {
            of_main = this;
        } else if (!is_intact()) [[unlikely]] {
            refuse_on_main();
            overflowed(argument_);
        }
        running = &next;
        const stack_limit own = stack_limit::lifted();
        weft_cross(&at_, next.at_);
        own.put();
    }

    /// There is no memory but that of the program, which has all of it back or nothing.
    std::size_t keep(watched_stack&) { return guard_size() + size_; }

    [[nodiscard]] const void* lowest() const { return lowest_; }
    [[nodiscard]] std::size_t size() const { return size_; }

    /// Where the stack ends that the program began with, or null while that is the running one.
    static void* left_by_main() {
        return running == nullptr || running->memory_ == nullptr ? nullptr : of_main->at_;
    }

  private:
    static constexpr std::size_t alignment = 8;
    /// The highest part of what lies below a stack. Of its words, every other is looked at: a frame
    /// that is used in part seldom jumps over so many.
    static constexpr std::size_t marked_size = 256;
    static constexpr std::size_t distance = 2;
    static constexpr std::size_t marks = marked_size / sizeof(std::uint32_t) / distance;
    static constexpr std::uint32_t mark = 0x7374616B; // no address, and no number that is frequent

    /// What lies below a stack, and nothing else has: an overflow by no more destroys only that.
    [[nodiscard]] std::size_t guard_size() const {
        return std::max(marked_size, size_ / 16 / alignment * alignment);
    }

    static const char* stack_pointer() {
        const char* place = nullptr;
        asm volatile("mov %0, sp" : "=r"(place));
        return place;
    }

    /// Whether it is the running one, and has not overflowed: by the sum of the marks, which is an
    /// addition for each.
    [[nodiscard]] bool is_intact() const {
        const auto* const words = reinterpret_cast<const std::uint32_t*>(lowest_ - marked_size);
        const std::uint32_t sum = [=]<std::size_t... i>(std::index_sequence<i...>) {
            return (words[i * distance] + ...);
        }
        (std::make_index_sequence<marks>());
        return sum == static_cast<std::uint32_t>(marks * mark) &&
               static_cast<std::size_t>(stack_pointer() - lowest_) <= size_;
    }

    /// On its stack, which begins.
    friend void weft_begun() noexcept;

    static inline constinit context* running = nullptr; ///< null until the first switch
    static inline constinit context* of_main = nullptr;

    void* at_ = nullptr;           ///< where its stack ends, while it does not run
    heap_block<alignment> memory_; ///< null for main's, which is there
    char* lowest_ = nullptr;
    std::size_t size_ = 0;
    void (*entry_)(void*) = nullptr;
    void* argument_ = nullptr;
};

} // namespace weft::backend
