// How what happens next is chosen, while a program is steered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "operation.hpp"

namespace weft::backend {

struct stack_thread;

/// What a thread does when it goes on.
struct next_step {
    unsigned thread = 0; ///< by the order of their starts in a run; the body's is 0
    operation what = operation::begin;
    const void* object = nullptr; ///< on which; null: on nothing that others use
    std::uint64_t priority = 0;   ///< the chooser's
};

/// In the order that they would go on without steering: who is ready, then who waits until a time
/// that may come now, the earliest first.
using able_threads = std::span<stack_thread* const>;

class chooser {
  public:
    chooser() = default;
    virtual ~chooser() = default;
    chooser(const chooser&) = delete;
    chooser& operator=(const chooser&) = delete;

    /// Instead of a number: the rest of this run was already seen in another.
    static constexpr std::size_t seen = std::numeric_limits<std::size_t>::max();

    /// Which of two or more goes on; or `seen`. Where the running thread may just go on, it is the
    /// first.
    virtual std::size_t next(able_threads able, bool may_stay) = 0;
    /// One of `n` other possibilities, of which the first is what happens without steering.
    virtual std::size_t choose(std::size_t n) = 0;

    /// How many choices, and accesses to memory, there were before in this run.
    std::size_t at = 0;
    static constexpr std::size_t any = std::numeric_limits<std::size_t>::max();
    /// The only access to memory before which there is a choice, as `at` is then; or `any`, of what
    /// threads share.
    std::size_t chosen_access = any;
};

} // namespace weft::backend
