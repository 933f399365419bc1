// Steered schedules: a body of code with threads is run again and again, each time under another
// schedule; the one that breaks it is told as a short string, which replays it anywhere.
//
//     auto found = weft::explore({.runs = 1000}, [] {
//         account shared;
//         ...
//         if (shared.balance() != 0)
//             weft::fail("money was lost");
//     });
//     if (found)
//         std::cerr << found;
//
// On the dummy backend with stacks. docs/exploring.md has what is covered, and what is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/detail/recording.hpp"
#include "weft/detail/task.hpp"
#include "weft/error.hpp"

namespace weft {

/// How schedules are chosen.
struct policy {
    enum class kind : std::uint8_t {
        mix,
        first_in_line,
        random_walk,
        priorities,
        partial_order,
        exhaustive
    };
    kind is = kind::mix;
    unsigned depth = 0; ///< of `priorities` and `exhaustive`
};

/// The first run is `first_in_line`; then `random_walk`, `priorities(2)` to `priorities(4)` and
/// `partial_order` take turns.
inline constexpr policy mix{};
/// As the dummy backend runs a program that is not steered. All runs are the same.
inline constexpr policy first_in_line{policy::kind::first_in_line};
/// At each point one of those that can go on, all with the same probability.
inline constexpr policy random_walk{policy::kind::random_walk};
/// Probabilistic concurrency testing (Burckhardt and others, 2010): the thread with the highest
/// priority runs, and at `depth` - 1 moments the running one's becomes the lowest. Finds a bug that
/// needs `depth` things in order, of n threads in k steps, with a probability of 1/(n k^(depth-1)).
constexpr policy priorities(unsigned depth = 3) {
    return {policy::kind::priorities, depth};
}
/// Partial order sampling (Yuan and others, 2018): each operation has a priority of its own, drawn
/// again when another one on the same object comes first.
inline constexpr policy partial_order{policy::kind::partial_order};
/// All schedules in which at most `preemptions` times a thread that could go on does not, or a
/// deadline passes before it must.
constexpr policy exhaustive(unsigned preemptions) {
    return {policy::kind::exhaustive, preemptions};
}
/// All schedules there are, but of those that differ only in the order of operations on different
/// locks one (sleep sets; Godefroid, 1996). Where threads poll each other by `yield` or sleeps,
/// those that do nothing else for long are left out, and it is not `complete`. REQUIRES: what
/// threads share is only touched under locks, or seen by libweft_explore.
constexpr policy exhaustive() {
    return {policy::kind::exhaustive, static_cast<unsigned>(-1)};
}

/// Before which accesses to memory another thread may go on.
enum class access_points : std::uint8_t {
    shared, ///< those that conflict with one of another thread, and nothing orders the two
    all,
};

struct explore_options {
    weft::policy policy = mix;
    std::size_t runs = 10'000;    ///< at the most
    std::uint64_t seed = 1;       ///< the same one makes the same schedules on every platform
    std::size_t steps = 100'000;  ///< a run that takes more is a livelock
    std::string replay = {};      ///< one run, under this schedule
    bool stop_at_failure = false; ///< instead of counting how many runs fail

    // What follows is of files that are compiled with -fsanitize=thread, and linked to
    // libweft_explore instead of the sanitizer's runtime.
    access_points accesses = access_points::shared;
    /// A run fails by two accesses to the same memory, one of which writes and one is not atomic,
    /// where neither happens before the other ([intro.races]).
    bool races = true;
    /// A load of an atomic may return an older value than the last, where its memory order and
    /// those of the stores let it. Which one is chosen.
    bool weak_memory = false;
};

/// What `explore` found.
struct exploration {
    std::size_t runs = 0;   ///< that were made
    std::size_t failed = 0; ///< how many of them failed
    bool complete = false;  ///< no schedule of an `exhaustive` policy is left
    unsigned preemptions = static_cast<unsigned>(-1); ///< the bound of that

    // Of the first that failed; or of one that crashed.
    std::size_t run = 0; ///< its number; the first run's is 1
    std::string what;    ///< "deadlock", "sold twice"
    std::string report;  ///< the traceback, or who waits for whom
    std::string replay;  ///< its schedule, made as short as was found
    /// The body did not do the same again under the same schedule: it depends on the time, on
    /// random numbers, on addresses, or on what an earlier run left behind.
    bool deterministic = true;

    /// Whether there is something to tell: a run failed, or the body is not deterministic.
    explicit operator bool() const noexcept { return failed != 0 || !deterministic; }

    /// All of it, for people; but not the timeline.
    [[nodiscard]] WEFT_VISIBLE std::string text() const;

    /// The first run that failed, as its schedule was made short: a line for each step, with the
    /// thread, what it does, and where in the program's code, if that is known (libbacktrace, or
    /// Windows); and for what else happens in it. Only the last 1,000 lines. "" where none failed,
    /// or one crashed that was no replay.
    [[nodiscard]] WEFT_VISIBLE std::string timeline() const;

    /// The same, of about the last 10,000 steps or more, as a file that https://ui.perfetto.dev
    /// opens: each thread has a track, where its waits and what locks it holds are slices, and
    /// other operations are instants; a step takes a microsecond. Throws `error` where the file
    /// cannot be written.
    WEFT_VISIBLE void write_trace(const std::string& path) const;

    detail::recording recorded; ///< of that, for `timeline` and `write_trace`

    /// For std::ostream, and what test frameworks print with.
    template <class Stream>
    friend auto operator<<(Stream& out, const exploration& found)
        -> decltype(out << std::string()) {
        return out << found.text();
    }
};

/// The run fails, with this reason; nothing after it is done. Any thread may call it. Where nothing
/// explores, prints the reason and aborts.
[[noreturn]] WEFT_VISIBLE void fail(std::string_view why);

namespace detail {

WEFT_VISIBLE exploration explore(const explore_options& options, task& body);

template <class Body>
class explored final : public task {
  public:
    explicit explored(Body& body) : task(name_of<Body>(body)), body_(body) {}
    void run() override { body_(); }
    void forget() noexcept override {} // it is its caller's

  private:
    Body& body_;
};

} // namespace detail

/// Runs `body` up to `options.runs` times, each under another schedule, and says what it found.
///
/// In a run, the body is the main thread (its `get_ident()` is 1), and the threads that it starts
/// have the idents from 2 on. Another thread may go on instead of the running one before each
/// acquire and `locked()`, before and after each release, after each start, at each yield and
/// sleep, and at `count()`; which of several waiting threads is woken, and whether a wait that has
/// a deadline ends by that now, is chosen, too. Time is virtual: sleeps take none.
///
/// A run fails where an exception leaves the body or a thread (`system_exit` does not count), where
/// no thread can go on (no `deadlock` is thrown), by `fail`, by an abort or a fault where the
/// system has signals, and where it takes more than `options.steps` steps. After a fault, no more
/// runs are made.
///
/// A run ends with its body. Threads that have not ended then, and those of a run that fails, are
/// abandoned where they are: no destructors run, and what they own is lost. What the body uses must
/// be its own, or be as it was at the end of each run.
///
/// The environment comes first: WEFT_RUNS, WEFT_SEED, and WEFT_REPLAY, which each result tells.
///
/// In files that are compiled with -fsanitize=thread, another thread may also go on before accesses
/// to memory, as the options say. Who polls by atomic loads lets others go on after a few.
///
/// Throws `error` where threads that were started before have not ended, inside another `explore`,
/// where the environment has no number, where an option needs libweft_explore and it is not linked,
/// and on a backend that cannot, and std::invalid_argument where `options.replay` is no schedule:
/// then nothing was run.
///
/// The first run that fails is made again, to make its schedule short, and once more to record it.
/// What WEFT_TRACE has written of the program has nothing of the runs.
///
/// A body that calls `set_excepthook` has what its threads throw go there, and fails by none of it.
/// One that is abandoned with an `interrupt_on_sigint` leaves Ctrl-C to weft.
template <class Body>
exploration explore(const explore_options& options, Body&& body) {
    detail::explored<std::remove_reference_t<Body>> explored(body);
    return detail::explore(options, explored);
}

template <class Body>
exploration explore(Body&& body) {
    return weft::explore(explore_options(), std::forward<Body>(body));
}

} // namespace weft
