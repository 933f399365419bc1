// What one thread does once, and others wait for: written once, over a word. 0 until a thread
// begins; then held by it, as a lock is (`lock_word.hpp`); then `done`, for good.
#pragma once

#include <cstdint>

#include "backend.hpp"
#include "steering.hpp" // the backend's
#include "word.hpp"     // the backend's

namespace weft {

struct once_word {
    static constexpr std::uint32_t done = 4;

    std::uint32_t& word;
    backend::purpose why;

    /// Waits for the thread that does it. Returns whether it is for this one to do: then `finish`
    /// follows, or `abandon`. Throws std::system_error with `resource_deadlock_would_occur` where
    /// this thread does it already, and `deadlock` as a lock does.
    [[nodiscard]] bool begin() const {
        backend::point(operation::acquire, &word);
        return backend::load(word) != done && once_word(*this).begin_undone();
    }

    /// It is done. The word may be gone as soon as others see that.
    void finish() const noexcept;

    /// It is not done: of those who wait, one begins anew.
    void abandon() const noexcept;

  private:
    [[nodiscard]] bool begin_undone() const;
    [[nodiscard]] bool wait(std::uint32_t mine) const;
};

} // namespace weft
