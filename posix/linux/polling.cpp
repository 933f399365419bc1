// Waiting for several descriptors at a time.
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <vector>

#include "blocking.hpp"
#include "moments.hpp"
#include "signal_masks.hpp"
#include "weft/thread.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<int(pollfd*, nfds_t, const timespec*, const sigset_t*)>
    c_ppoll("ppoll");
constinit c_library_function<int(int, fd_set*, fd_set*, fd_set*, timeval*)> c_select("select");
constinit c_library_function<int(int, fd_set*, fd_set*, fd_set*, const timespec*, const sigset_t*)>
    c_pselect("pselect");
constinit c_library_function<int(int, epoll_event*, int, int)> c_epoll_wait("epoll_wait");
constinit c_library_function<int(int, epoll_event*, int, int, const sigset_t*)>
    c_epoll_pwait("epoll_pwait");

constinit c_library_function<int(int, epoll_event*, int, const timespec*, const sigset_t*)>
    c_epoll_pwait2("epoll_pwait2");

constexpr deadline_t at_once = 0;

deadline_t deadline_in_milliseconds(int time) {
    return time < 0 ? forever : time == 0 ? at_once : deadline_in(time * 1'000'000LL, now());
}

/// Null: forever. REQUIRES: it is valid.
deadline_t deadline_of(const timespec* time) {
    if (time == nullptr)
        return forever;
    if (time->tv_sec == 0 && time->tv_nsec == 0)
        return at_once;
    constexpr time_t longest = 9'000'000'000; // seconds that there are nanoseconds for
    return time->tv_sec >= longest ? forever : deadline_in(duration_of(*time).count(), now());
}

bool is_time(const timespec* time) noexcept {
    return time == nullptr || (is_valid(*time) && time->tv_sec >= 0);
}

/// Calls `waits` while the thread blocks these signals instead of its own, if they are given.
template <class Waits>
int with_blocked(const sigset_t* blocked, Waits waits) {
    if (blocked == nullptr)
        return waits();
    const blocked_meanwhile until_end(receiver(), signal_set::of(*blocked));
    take_signals();
    return waits();
}

/// The same as a whole call. The handlers of what comes with these blocked end it.
template <class Plain, class Waits>
int masked_call(const sigset_t* blocked, Plain plain, Waits waits) {
    const int result =
        blocking_call(interruptible::always, plain, [&] { return with_blocked(blocked, waits); });
    if (blocked != nullptr)
        run_handlers(); // of what is not blocked any more
    return result;
}

/// As `wait_for_descriptors`. Where there are none, and so nothing of the system's, it is a sleep.
bool wait_for_any(std::span<pollfd> descriptors, deadline_t deadline) {
    if (!descriptors.empty() || deadline == forever || is_borrowed())
        return wait_for_descriptors(descriptors, deadline);
    this_thread::sleep_for(std::chrono::nanoseconds(std::max<deadline_t>(deadline - now(), 0)));
    return false;
}

int poll_shared(pollfd* descriptors, nfds_t count, deadline_t deadline) {
    const int ready = poll_at_once(descriptors, count);
    if (ready != 0 || deadline == at_once)
        return ready;
    const std::span<pollfd> all(descriptors, count);
    if (!wait_for_any(all, deadline))
        return poll_at_once(descriptors, count);
    return static_cast<int>(
        std::ranges::count_if(all, [](const pollfd& each) { return each.revents != 0; }));
}

/// Whether the system has so many descriptors' places in its table: others it does not look at.
bool has_place_for(int descriptor) {
    std::vector<fd_mask> set(static_cast<std::size_t>(descriptor) / NFDBITS + 1);
    fd_mask& place = set.back();
    place = fd_mask{1} << descriptor % NFDBITS;
    const int ready = ask_at_once([&] {
        timeval none{};
        return c_select(descriptor + 1, reinterpret_cast<fd_set*>(set.data()), nullptr, nullptr,
                        &none);
    });
    return ready != 0 || place == 0;
}

/// How many descriptors of sets that are said to be so large may be looked at: programs may have no
/// memory for more. The table has places for twice as many each time that it grows.
int looked_at(int count) {
    int most = FD_SETSIZE;
    while (most < count && has_place_for(most))
        most = most <= count / 2 ? most * 2 : count;
    return std::min(count, most);
}

/// The sets of select, which asks and answers by them.
class descriptor_sets {
  public:
    using word = fd_mask;
    static constexpr std::size_t bits = NFDBITS;

    descriptor_sets(int count, std::array<fd_set*, 3> given)
        : count_(looked_at(count)), words_((static_cast<std::size_t>(count_) + bits - 1) / bits),
          given_(given) {
        for (std::size_t i = 0; i < given.size(); ++i) {
            if (given[i] != nullptr)
                asked_[i].assign(given[i]->fds_bits, given[i]->fds_bits + words_);
        }
    }

    /// As `select` without waiting, but the answer is told by `tell`: an error leaves the sets as
    /// they were.
    int ask() {
        return ask_at_once([this] {
            found_ = asked_;
            const auto set = [this](std::size_t i) {
                return given_[i] == nullptr ? nullptr : reinterpret_cast<fd_set*>(found_[i].data());
            };
            timeval none{};
            return c_select(count_, set(0), set(1), set(2), &none);
        });
    }

    void tell() const {
        for (std::size_t i = 0; i < given_.size(); ++i)
            std::ranges::copy(found_[i], given_[i] == nullptr ? nullptr : given_[i]->fds_bits);
    }

    [[nodiscard]] std::vector<pollfd> polled() const {
        constexpr std::array<short, 3> events{POLLIN, POLLOUT, POLLPRI};
        std::vector<pollfd> all;
        for (int each = 0; each < count_; ++each) {
            short wanted = 0;
            for (std::size_t i = 0; i < asked_.size(); ++i)
                wanted = static_cast<short>(wanted | (has(asked_[i], each) ? events[i] : 0));
            if (wanted != 0)
                all.push_back({each, wanted, 0});
        }
        return all;
    }

  private:
    static bool has(const std::vector<word>& set, int which) {
        const auto bit = static_cast<std::size_t>(which);
        return !set.empty() &&
               (static_cast<unsigned long>(set[bit / bits]) >> (bit % bits) & 1UL) != 0;
    }

    int count_;
    std::size_t words_;
    std::array<fd_set*, 3> given_;
    std::array<std::vector<word>, 3> asked_;
    std::array<std::vector<word>, 3> found_;
};

int wait_for_sets(descriptor_sets& sets, deadline_t deadline) {
    auto polled = sets.polled();
    for (;;) {
        const bool is_in_time = wait_for_any(polled, deadline);
        const int ready = sets.ask();
        if (ready != 0 || !is_in_time)
            return ready;
        wait_a_little(deadline); // poll tells of more than select does
    }
}

int select_shared(int count, std::array<fd_set*, 3> given, deadline_t deadline) {
    if (count < 0)
        return refused_with(EINVAL);
    descriptor_sets sets(count, given);
    int ready = sets.ask();
    if (ready == 0 && deadline != at_once)
        ready = wait_for_sets(sets, deadline);
    if (ready >= 0)
        sets.tell();
    return ready;
}

int epoll_shared(int epoll, epoll_event* events, int room, deadline_t deadline) {
    readiness ready(epoll, POLLIN);
    const auto asks = [=] { return c_epoll_wait(epoll, events, room, 0); };
    for (;;) {
        const int found = ask_at_once(asks);
        if (found != 0 || deadline == at_once)
            return found;
        if (!ready.wait(deadline))
            return ask_at_once(asks);
    }
}

} // namespace

extern "C" {

int poll(pollfd* descriptors, nfds_t count, int time) {
    return blocking_call(
        interruptible::always, [&] { return c_poll(descriptors, count, time); },
        [&] { return poll_shared(descriptors, count, deadline_in_milliseconds(time)); });
}

int ppoll(pollfd* descriptors, nfds_t count, const timespec* time, const sigset_t* blocked) {
    return masked_call(
        blocked, [&] { return c_ppoll(descriptors, count, time, blocked); },
        [&] {
            return is_time(time) ? poll_shared(descriptors, count, deadline_of(time))
                                 : refused_with(EINVAL);
        });
}

int select(int count, fd_set* reading, fd_set* writing, fd_set* exceptional, timeval* time) {
    return blocking_call(
        interruptible::always, [&] { return c_select(count, reading, writing, exceptional, time); },
        [&] {
            if (time == nullptr)
                return select_shared(count, {reading, writing, exceptional}, forever);
            if (time->tv_sec < 0 || time->tv_usec < 0)
                return refused_with(EINVAL);
            const timespec wait{time->tv_sec + time->tv_usec / 1'000'000,
                                time->tv_usec % 1'000'000 * 1'000};
            const deadline_t deadline = deadline_of(&wait);
            struct told {
                timeval& time;
                deadline_t deadline;
                ~told() { // as Linux has it
                    if (deadline == forever || deadline == at_once)
                        return;
                    const deadline_t left = std::max<deadline_t>(deadline - now(), 0);
                    time = {left / 1'000'000'000, left % 1'000'000'000 / 1'000};
                }
            } const at_end{*time, deadline};
            return select_shared(count, {reading, writing, exceptional}, deadline);
        });
}

int pselect(int count, fd_set* reading, fd_set* writing, fd_set* exceptional, const timespec* time,
            const sigset_t* blocked) {
    return masked_call(
        blocked, [&] { return c_pselect(count, reading, writing, exceptional, time, blocked); },
        [&] {
            return is_time(time)
                       ? select_shared(count, {reading, writing, exceptional}, deadline_of(time))
                       : refused_with(EINVAL);
        });
}

int epoll_wait(int epoll, epoll_event* events, int room, int time) {
    return blocking_call(
        interruptible::always, [&] { return c_epoll_wait(epoll, events, room, time); },
        [&] { return epoll_shared(epoll, events, room, deadline_in_milliseconds(time)); });
}

int epoll_pwait(int epoll, epoll_event* events, int room, int time, const sigset_t* blocked) {
    return masked_call(
        blocked, [&] { return c_epoll_pwait(epoll, events, room, time, blocked); },
        [&] { return epoll_shared(epoll, events, room, deadline_in_milliseconds(time)); });
}

int epoll_pwait2(int epoll, epoll_event* events, int room, const timespec* time,
                 const sigset_t* blocked) {
    return masked_call(
        blocked, [&] { return c_epoll_pwait2(epoll, events, room, time, blocked); },
        [&] {
            return is_time(time) ? epoll_shared(epoll, events, room, deadline_of(time))
                                 : refused_with(EINVAL);
        });
}

// NOLINTBEGIN(bugprone-reserved-identifier): the C library's names, for fortified programs.

int __poll_chk(pollfd* descriptors, nfds_t count, int time, std::size_t room) {
    static constinit c_library_function<int(pollfd*, nfds_t, int, std::size_t)> checked(
        "__poll_chk");
    return room / sizeof *descriptors < count ? checked(descriptors, count, time, room)
                                              : poll(descriptors, count, time);
}

int __ppoll_chk(pollfd* descriptors, nfds_t count, const timespec* time, const sigset_t* blocked,
                std::size_t room) {
    static constinit c_library_function<int(pollfd*, nfds_t, const timespec*, const sigset_t*,
                                            std::size_t)>
        checked("__ppoll_chk");
    return room / sizeof *descriptors < count ? checked(descriptors, count, time, blocked, room)
                                              : ppoll(descriptors, count, time, blocked);
}

// NOLINTEND(bugprone-reserved-identifier)

} // extern "C"

} // namespace weft::posix
