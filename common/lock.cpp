// Python's lock, over a word.
#include "weft/lock.hpp"

#include "backend.hpp"
#include "held_word.hpp"
#include "own_lock.hpp"
#include "raise.hpp"
#include "steering.hpp" // the backend's
#include "word.hpp"     // the backend's

namespace weft {

namespace {

held_word lock_at(std::uint32_t& word) {
    return {word, backend::held_by_this_thread(), backend::purpose::lock};
}

} // namespace

bool detail::time_is_virtual() noexcept {
    return backend::time_is_virtual();
}

bool lock_type::try_acquire_shared() noexcept {
    return lock_at(word_).try_acquire();
}

void lock_type::acquire_shared() {
    lock_at(word_).acquire(forever);
}

bool lock_type::acquire_within(std::int64_t nanoseconds) {
    return lock_at(word_).wait_told(deadline_in(nanoseconds, backend::moment()));
}

void lock_type::release_shared() {
    if (lock_at(word_).release() == 0)
        raise(error("release unlocked lock"));
}

bool lock_type::locked() const noexcept {
    backend::point(operation::acquire, &word_);
    return backend::load(word_) != 0;
}

void own_lock::acquire() {
    if (!try_acquire())
        lock_at(word_).wait(forever);
}

bool own_lock::try_acquire() {
    return lock_at(word_).take();
}

void own_lock::release() {
    lock_at(word_).give_back();
}

bool own_lock::is_held() const {
    return backend::load(word_) != 0;
}

} // namespace weft
