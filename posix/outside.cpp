#include "outside.hpp"

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <vector>

#include "awaited.hpp"
#include "backend.hpp"
#include "cancellation.hpp"
#include "host.hpp"
#include "scheduler.hpp"
#include "signal_handlers.hpp"
#include "signals.hpp"

namespace weft {

namespace posix {

namespace {

constinit awaited* oldest = nullptr;
constinit awaited* newest = nullptr;
constinit std::size_t descriptors = 0; // of all of them
constinit unsigned asked = 0;          // how many have no descriptor to tell

/// Has room for all. Never destroyed, as threads may wait while the process ends.
std::vector<pollfd>& polled() {
    static auto& all = *new std::vector<pollfd>;
    return all;
}

void add(awaited& what) {
    if (polled().capacity() < descriptors + what.descriptors.size())
        polled().reserve(2 * (descriptors + what.descriptors.size()));
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

/// Asks the system, and waits for an answer until the deadline, at the longest.
void ask(deadline_t deadline) noexcept {
    auto& all = polled();
    all.clear();
    for (const awaited* each = oldest; each != nullptr; each = each->newer)
        all.insert(all.end(), each->descriptors.begin(), each->descriptors.end());
    const int count = sleep_for_signals(all, deadline);
    const pollfd* next = all.data();
    for (awaited* each = oldest; each != nullptr; each = each->newer) {
        bool has_come = false;
        for (pollfd& own : each->descriptors) {
            own.revents = count > 0 ? next->revents : short{0};
            has_come = has_come || own.revents != 0;
            ++next;
        }
        if (has_come || (each->has_come != nullptr && each->has_come(*each))) {
            each->word = 1;
            backend::unpark_all(&each->word);
        }
    }
}

} // namespace

bool wait_for(awaited& what, deadline_t deadline) {
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
    constexpr deadline_t soon = 5'000'000;
    posix::ask(posix::asked == 0 ? deadline : std::min(deadline, now() + soon));
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
