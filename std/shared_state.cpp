// The shared mutex. Who cannot have it at once goes to the gate, and is let in alone: it then waits
// for the word to be free, or shared, and lets the next one in.
//
// So at most one thread is parked on the word, and who gives up there takes no wake-up from
// another. It is woken when the word comes to be free. Where somebody else had it first then, or
// where it waits for those who share it, it is promised the word: all others go to the gate, and
// nobody overtakes it again. So neither those who share it can keep out one who wants it alone, nor
// the other way round.
#include "weft/std/detail/shared_state.hpp"

#include <system_error>

#include "owned.hpp"
#include "raise.hpp"
#include "shared_word.hpp"

namespace weft::detail {

namespace {

/// What the word is to hold when it is taken, or 0 where it cannot be had.
struct alone {
    std::uint32_t mine;
    [[nodiscard]] std::uint32_t take(std::uint32_t seen) const {
        return who_has_it(seen) == 0 ? seen | mine : 0;
    }
};
struct share {
    [[nodiscard]] static std::uint32_t take(std::uint32_t seen) {
        return !is_had_alone(seen) && who_has_it(seen) < most_shares ? seen + one_share : 0;
    }
};

template <class Kind>
bool try_take(std::uint32_t& state, Kind kind) {
    for (;;) {
        const std::uint32_t seen = backend::load(state);
        const std::uint32_t taken = (seen & is_promised) == 0 ? kind.take(seen) : 0;
        if (taken == 0)
            return false;
        if (backend::replace(state, seen, taken))
            return true;
    }
}

template <class Kind>
bool spin(std::uint32_t& state, Kind kind) {
    for (int i = 0; i < backend::spin_limit; ++i) {
        if (try_take(state, kind))
            return true;
        backend::relax();
    }
    return false;
}

/// Who holds the gate.
class next_one {
  public:
    next_one(const held_word& gate, std::uint32_t& state) : gate_(gate), state_(state) {}
    ~next_one() {
        std::uint32_t seen = backend::load(state_);
        while ((seen & (is_promised | waited_for)) != 0 &&
               !backend::replace(state_, seen, who_has_it(seen)))
            seen = backend::load(state_);
        gate_.give_back();
    }
    next_one(const next_one&) = delete;
    next_one& operator=(const next_one&) = delete;

    template <class Kind>
    bool wait(Kind kind, deadline_t deadline) {
        auto ended = backend::wait_end::woken;
        for (bool in_vain = false;;) {
            const std::uint32_t seen = backend::load(state_);
            if (const std::uint32_t taken = kind.take(seen)) {
                if (backend::replace(state_, seen, taken))
                    return true;
                continue;
            }
            if (ended == backend::wait_end::too_late)
                return false;
            const std::uint32_t marked =
                seen | waited_for | (in_vain || !is_had_alone(seen) ? is_promised : 0);
            if (seen != marked && !backend::replace(state_, seen, marked))
                continue;
            ended = backend::park(&state_, marked, deadline, backend::purpose::shared_mutex_free);
            in_vain = true;
        }
    }

  private:
    const held_word gate_;
    std::uint32_t& state_;
};

template <class Kind>
bool wait(std::uint32_t& state, std::uint32_t& gate, Kind kind, deadline_t deadline) {
    const std::uint32_t owned = backend::owned_by_this_thread();
    if (who_has_it(backend::load(state)) == alone_word(owned))
        raise(std::system_error(std::make_error_code(std::errc::resource_deadlock_would_occur),
                                "weft: the thread has " + named("shared mutex", &state) +
                                    " that it locks"));
    const told waiting(event::waits, event::stops_waiting, &state,
                       backend::purpose::shared_mutex_free);
    if (spin(state, kind))
        return true;
    const held_word here{gate, owned, backend::purpose::shared_mutex};
    if (!here.take() && !here.wait(deadline))
        return false;
    return next_one(here, state).wait(kind, deadline);
}

alone alone_here() {
    return {alone_word(backend::owned_by_this_thread())};
}

/// The word held `before` when it was given back by who does not have it so.
[[noreturn]] void given_back_wrongly(const char* how, const std::uint32_t& state,
                                     std::uint32_t before) noexcept {
    const std::uint32_t had_it = who_has_it(before);
    misused(how + named(" shared mutex", &state) + ", which " +
            (had_it == 0            ? "is not locked"
             : is_had_alone(had_it) ? owner_name(had_it) + " has alone"
                                    : "is shared"));
}

} // namespace

void shared_state::take_alone() {
    if (!try_take_alone()) {
        wait(state_, gate_, alone_here(), forever);
        tell(event::has_lock, &state_, backend::purpose::shared_mutex_free);
    }
}

bool shared_state::try_take_alone() noexcept {
    backend::point(operation::acquire, &state_);
    const alone here = alone_here();
    const bool taken = backend::replace(state_, 0, here.mine) || try_take(state_, here);
    if (taken)
        tell(event::has_lock, &state_, backend::purpose::shared_mutex_free);
    return taken;
}

bool shared_state::take_alone_within(std::int64_t nanoseconds) {
    const bool taken =
        wait(state_, gate_, alone_here(), deadline_in(nanoseconds, backend::moment()));
    if (taken)
        tell(event::has_lock, &state_, backend::purpose::shared_mutex_free);
    return taken;
}

void shared_state::give_back_alone() noexcept {
    backend::point(operation::release, &state_);
    const std::uint32_t mine = alone_here().mine;
    tell(event::releases, &state_, backend::purpose::shared_mutex_free);
    const std::uint32_t before = backend::add(state_, 0 - mine);
    if (who_has_it(before) != mine)
        given_back_wrongly("unlocks", state_, before);
    if ((before & waited_for) != 0)
        backend::unpark_one(&state_);
    backend::point(operation::released, nullptr);
}

// Of those who share it, who watches is told only that they wait: to a watcher, one thread at a
// time has a lock.

void shared_state::take_share() {
    if (!try_take_share())
        wait(state_, gate_, share(), forever);
}

bool shared_state::try_take_share() noexcept {
    backend::point(operation::acquire, &state_);
    return try_take(state_, share());
}

bool shared_state::take_share_within(std::int64_t nanoseconds) {
    return wait(state_, gate_, share(), deadline_in(nanoseconds, backend::moment()));
}

void shared_state::give_back_share() noexcept {
    backend::point(operation::release, &state_);
    const std::uint32_t before = backend::add(state_, 0 - one_share);
    const std::uint32_t had_it = who_has_it(before);
    if (had_it == 0 || is_had_alone(before))
        given_back_wrongly("unlocks its share of", state_, before);
    if (had_it == one_share && (before & waited_for) != 0)
        backend::unpark_one(&state_);
    backend::point(operation::released, nullptr);
}

} // namespace weft::detail
