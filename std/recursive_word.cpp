// The recursive mutex, over a word that says who holds it, and a count that is its owner's.
#include "weft/std/detail/recursive_word.hpp"

#include <limits>
#include <system_error>

#include "owned.hpp"
#include "raise.hpp"

namespace weft::detail {

namespace {

enum class taken { no, yes, too_often };

held_word mutex_at(std::uint32_t& word) {
    return {word, backend::owned_by_this_thread(), backend::purpose::mutex};
}

/// Without waiting.
taken take(const held_word& wanted, std::uint32_t& again) {
    if (wanted.try_acquire())
        return taken::yes;
    if (!is_held_here(wanted))
        return taken::no;
    if (again == std::numeric_limits<std::uint32_t>::max())
        return taken::too_often;
    ++again;
    return taken::yes;
}

} // namespace

void recursive_word::lock_shared() {
    const held_word wanted = mutex_at(word_);
    const taken done = take(wanted, again_);
    if (done == taken::too_often)
        raise(std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again),
                                "weft: the thread has " + named("recursive mutex", &word_) +
                                    " as often as can be counted"));
    if (done == taken::no)
        static_cast<void>(wanted.wait_told(forever));
}

bool recursive_word::try_lock_shared() noexcept {
    return take(mutex_at(word_), again_) == taken::yes;
}

bool recursive_word::lock_shared_within(std::int64_t nanoseconds) {
    return mutex_at(word_).wait_told(deadline_in(nanoseconds, backend::moment()));
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
