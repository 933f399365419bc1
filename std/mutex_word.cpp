// The mutex, over a word that says who holds it.
#include "weft/std/detail/mutex_word.hpp"

#include <system_error>

#include "owned.hpp"
#include "raise.hpp"

namespace weft::detail {

namespace {

held_word mutex_at(std::uint32_t& word) {
    return {word, backend::owned_by_this_thread(), backend::purpose::mutex};
}

/// [thread.mutex.class]/3: the behaviour is undefined; here, it is said.
void refuse_own(const held_word& wanted) {
    if (is_held_here(wanted))
        raise(std::system_error(std::make_error_code(std::errc::resource_deadlock_would_occur),
                                "weft: the thread holds " + named("mutex", &wanted.word) +
                                    " that it locks"));
}

/// Not inlined: who need not wait is faster without.
WEFT_NOINLINE bool wait_for(std::uint32_t& word, deadline_t deadline) {
    const held_word wanted = mutex_at(word);
    refuse_own(wanted);
    return wanted.wait_told(deadline);
}

} // namespace

void mutex_word::lock_shared() {
    if (!mutex_at(word_).try_acquire())
        wait_for(word_, forever);
}

bool mutex_word::try_lock_shared() noexcept {
    return mutex_at(word_).try_acquire();
}

bool mutex_word::lock_shared_within(std::int64_t nanoseconds) {
    return wait_for(word_, deadline_in(nanoseconds, backend::moment()));
}

void mutex_word::unlock_shared() noexcept {
    const held_word held = mutex_at(word_);
    const std::uint32_t before = held.release();
    if (without_waiters(before) != held.mine)
        unlocked_by_another("mutex", word_, before);
}

bool mutex_word::is_mine() const noexcept {
    return without_waiters(backend::load(word_)) == backend::owned_by_this_thread();
}

} // namespace weft::detail
