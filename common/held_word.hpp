// What one thread holds at a time, as a lock: written once, over a word (`lock_word.hpp`). Here to
// be inlined, where it need not wait.
#pragma once

#include <cstdint>

#include "backend.hpp"
#include "clock.hpp"
#include "events.hpp"
#include "lock_word.hpp"
#include "steering.hpp" // the backend's
#include "word.hpp"     // the backend's

namespace weft {

/// What the running thread makes of a word.
struct held_word {
    std::uint32_t& word;
    std::uint32_t mine; ///< what the word holds when this thread has taken it
    backend::purpose why;

    // Each of these comes to a point, and who watches is told of it. What is rare is left to a
    // copy, so that this one need not be in memory.

    [[nodiscard]] bool try_acquire() const {
        backend::point(operation::acquire, &word);
        const bool taken = take();
        if (taken)
            tell(event::has_lock, &word, why);
        return taken;
    }

    /// Returns false when the deadline has passed.
    // NOLINTNEXTLINE(modernize-use-nodiscard): without a deadline, it is true.
    bool acquire(deadline_t deadline) const {
        backend::point(operation::acquire, &word);
        if (!take())
            return held_word(*this).wait_told(deadline);
        tell(event::has_lock, &word, why);
        return true;
    }

    /// Returns what the word held. Once it is 0, another thread may take it and destroy it: only
    /// its address is used from there on.
    // NOLINTNEXTLINE(modernize-use-nodiscard): some know.
    std::uint32_t release() const {
        backend::point(operation::release, &word);
        std::uint32_t before = 0;
        if (watching == nullptr) [[likely]]
            before = give_back();
        else
            before = held_word(*this).give_back_told();
        backend::point(operation::released, nullptr);
        return before;
    }

    // These do not:

    [[nodiscard]] bool take() const { return backend::replace(word, 0, mine); }

    /// Returns false when the deadline has passed. Who has waited takes the word with `waited_for`
    /// set, as it cannot know whether it was the last; and who gives up leaves it set, as an unpark
    /// may have been for it.
    // NOLINTNEXTLINE(modernize-use-nodiscard): without a deadline, it is true.
    bool wait(deadline_t deadline) const;

    // NOLINTNEXTLINE(modernize-use-nodiscard): as above.
    std::uint32_t give_back() const {
        const std::uint32_t before = backend::exchange(word, 0);
        if ((before & waited_for) != 0)
            backend::unpark_one(&word);
        return before;
    }

    [[nodiscard]] bool wait_told(deadline_t deadline) const;
    [[nodiscard]] std::uint32_t give_back_told() const;
};

} // namespace weft
