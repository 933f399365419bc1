// The recursive mutex, over a word that says who holds it, and a count that is its owner's.
#include "weft/std/detail/recursive_word.hpp"

#include <limits>
#include <system_error>

#include "owned.hpp"
#include "raise.hpp"

namespace weft::detail {

namespace {

constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();

held_word mutex_at(std::uint32_t& word) {
    return {word, backend::owned_by_this_thread(), backend::purpose::mutex};
}

// Not inlined: who has it at once, or again, is faster without.

WEFT_NOINLINE bool wait_for(std::uint32_t& word, deadline_t deadline) {
    return mutex_at(word).wait_told(deadline);
}

[[noreturn]] WEFT_NOINLINE void refuse_to_count(std::uint32_t& word) {
    raise(std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again),
                            "weft: the thread has " + named("recursive mutex", &word) +
                                " as often as can be counted"));
}

} // namespace

void recursive_word::lock_shared() {
    const held_word wanted = mutex_at(word_);
    if (is_held_here(wanted)) {
        if (again_ == most)
            refuse_to_count(word_);
        ++again_;
    } else if (!wanted.try_acquire()) {
        wait_for(word_, forever);
    }
}

bool recursive_word::try_lock_shared() noexcept {
    const held_word wanted = mutex_at(word_);
    if (!is_held_here(wanted))
        return wanted.try_acquire();
    if (again_ == most)
        return false;
    ++again_;
    return true;
}

bool recursive_word::lock_shared_within(std::int64_t nanoseconds) {
    return wait_for(word_, deadline_in(nanoseconds, backend::moment()));
}

bool recursive_word::is_mine() const noexcept {
    return without_waiters(backend::load(word_)) == backend::owned_by_this_thread();
}

void recursive_word::unlock_shared() noexcept {
    const held_word held = mutex_at(word_);
    if (!is_held_here(held))
        unlocked_by_another("recursive mutex", word_, backend::load(word_));
    if (again_ == 0)
        held.release();
    else
        --again_;
}

} // namespace weft::detail
