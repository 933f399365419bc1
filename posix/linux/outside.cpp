#include "outside.hpp"

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <vector>

#include "awaited.hpp"
#include "backend.hpp"
#include "blocking.hpp"
#include "cancellation.hpp"
#include "host.hpp"
#include "scheduler.hpp"
#include "signal_handlers.hpp"
#include "signal_masks.hpp"
#include "signals.hpp"

namespace weft {

namespace posix {

namespace {

constinit awaited* oldest = nullptr;
constinit awaited* newest = nullptr;
constinit std::size_t descriptors = 0; // of all of them
constinit unsigned asked = 0;          // how many have no descriptor to tell

/// Where nobody can run, those of whom nothing tells are asked about so often.
constexpr deadline_t soon = 5'000'000;

/// Have room for all. Never destroyed, as threads may wait while the process ends.
struct asked_for {
    std::vector<pollfd> all;
    std::vector<pollfd> once; ///< each descriptor, where there are too many
};
asked_for& polled() {
    static auto& made = *new asked_for;
    return made;
}

void add(awaited& what) {
    const std::size_t wanted = descriptors + what.descriptors.size();
    auto& [all, once] = polled();
    if (once.capacity() < wanted) {
        all.reserve(2 * wanted);
        once.reserve(2 * wanted);
    }
    descriptors += what.descriptors.size();
    asked += what.has_come != nullptr;
    what.older = newest;
    what.newer = nullptr;
    (newest == nullptr ? oldest : newest->newer) = &what;
    newest = &what;
    ++backend::outside::awaiting;
}

void remove(awaited& what) noexcept {
    --backend::outside::awaiting;
    descriptors -= what.descriptors.size();
    asked -= what.has_come != nullptr;
    (what.older == nullptr ? oldest : what.older->newer) = what.newer;
    (what.newer == nullptr ? newest : what.newer->older) = what.older;
}

/// Who called fork awaits nothing.
WEFT_INITIALISED_EARLY const host::at_fork leave_others([] {
    oldest = newest = nullptr;
    descriptors = asked = 0;
    backend::outside::awaiting = 0;
});

/// The system takes no more than the process may have open. So each is asked for once, for all that
/// wait for it.
int ask_once_each(asked_for& what, deadline_t deadline) noexcept {
    auto& [all, once] = what;
    const auto by_number = [](const pollfd& one, const pollfd& other) { return one.fd < other.fd; };
    once.assign(all.begin(), all.end());
    std::ranges::sort(once, by_number);
    auto last = once.begin();
    for (const pollfd& each : once) {
        if (each.fd != last->fd)
            *++last = each;
        last->events = static_cast<short>(last->events | each.events);
    }
    once.erase(last + 1, once.end());
    const int count = sleep_for_signals(once, deadline);
    for (pollfd& each : all) {
        const short found = std::ranges::lower_bound(once, each, by_number)->revents;
        each.revents = static_cast<short>(found & (each.events | POLLERR | POLLHUP | POLLNVAL));
    }
    return count;
}

/// Asks the system, and waits for an answer until the deadline, at the longest. Who was told keeps
/// the answer.
void ask(deadline_t deadline) noexcept {
    const auto for_untold = [](auto does) {
        for (awaited* each = oldest; each != nullptr; each = each->newer) {
            if (each->word == 0)
                does(*each);
        }
    };
    auto& all = polled().all;
    all.clear();
    for_untold([&](const awaited& each) {
        all.insert(all.end(), each.descriptors.begin(), each.descriptors.end());
    });
    int count = sleep_for_signals(all, deadline);
    if (count < 0 && errno == EINVAL && !all.empty())
        count = ask_once_each(polled(), deadline);
    backend::outside::next_look =
        backend::outside::passes +
        std::max<std::size_t>(backend::outside::look_distance, all.size());
    backend::outside::last_look = backend::ticks();
    const pollfd* next = all.data();
    for_untold([&](awaited& each) {
        bool has_come = false;
        for (pollfd& own : each.descriptors) {
            own.revents = count > 0 ? next->revents : short{0};
            has_come = has_come || own.revents != 0;
            ++next;
        }
        if (has_come || (each.has_come != nullptr && each.has_come(each))) {
            each.word = 1;
            backend::unpark_all(&each.word);
        }
    });
}

/// In a child of vfork, on whose stacks its parent's threads are, the process waits.
bool wait_alone(awaited& what, deadline_t deadline) {
    constexpr deadline_t millisecond = 1'000'000;
    for (;;) {
        if (what.has_come != nullptr && what.has_come(what))
            return true;
        const deadline_t left = std::clamp<deadline_t>(deadline - now(), 0, soon);
        if (c_poll(what.descriptors.data(), what.descriptors.size(),
                   static_cast<int>((left + millisecond - 1) / millisecond)) > 0)
            return true;
        if (now() >= deadline)
            return false;
    }
}

} // namespace

bool wait_for(awaited& what, deadline_t deadline) {
    if (is_borrowed())
        return wait_alone(what, deadline);
    what.word = 0;
    add(what);
    struct until_end {
        awaited& what;
        ~until_end() { remove(what); }
    } const kept{what};
    while (what.word == 0) {
        if (backend::park(&what.word, 0, deadline, backend::purpose::outside) ==
            backend::wait_end::too_late)
            break;
    }
    return what.word != 0;
}

} // namespace posix

namespace backend::outside {

bool may_come() noexcept {
    return is_awaited() || posix::signals_may_wake();
}

void look() noexcept {
    if (has_news != 0)
        posix::distribute_signals();
    if (is_awaited())
        posix::ask(0);
}

void sleep_while(const std::uint32_t&, std::uint32_t, deadline_t deadline) {
    --passes; // this one decided nothing
    posix::ask(posix::asked == 0 ? deadline : std::min(deadline, now() + posix::soon));
}

void interrupted() {
    posix::take_signals();
    posix::take_cancellation();
}

void stays_interrupted() noexcept {
    posix::try_again_soon();
}

} // namespace backend::outside

} // namespace weft
