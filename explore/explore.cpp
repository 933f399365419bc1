// Many runs, and what is made of those that fail.
#include "weft/explore.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "access_watch.hpp"
#include "host.hpp"
#include "raise.hpp"
#include "random.hpp"
#include "recorder.hpp"
#include "run.hpp"
#include "scheduler.hpp"
#include "shorten.hpp"
#include "steering.hpp"

namespace weft {

namespace {

template <class Number>
void set_by_environment(const char* name, Number& option) {
    const char* const text = std::getenv(name); // NOLINT(concurrency-mt-unsafe): one thread
    if (text == nullptr)
        return;
    const char* const end = text + std::strlen(text);
    const auto [stopped, problem] = std::from_chars(text, end, option);
    if (problem != std::errc() || stopped != end)
        raise(error(std::string(name) + " must be a number, not \"" + text + "\""));
}

explore_options with_environment(explore_options options) {
    set_by_environment("WEFT_RUNS", options.runs);
    set_by_environment("WEFT_SEED", options.seed);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread.
    if (const char* const replayed = std::getenv("WEFT_REPLAY"))
        options.replay = replayed;
    return options;
}

std::unique_ptr<policy_chooser> chooser_of(const explore_options& options) {
    if (!options.replay.empty())
        return make_replay(schedule_of(options.replay));
    return make_policy(options.policy);
}

void refuse_where_impossible(const explore_options& options) {
    if (backend::accesses == nullptr &&
        (options.weak_memory || options.accesses == access_points::all))
        raise(error("weft::explore sees no access to memory: compile what it runs with "
                    "-fsanitize=thread, and link libweft_explore, without that flag"));
    if (backend::steered != nullptr)
        raise(error("weft::explore cannot be called inside another one"));
    if (!backend::is_last())
        raise(error("weft::explore: threads that were started before have not ended"));
}

/// A text without the addresses in it: objects may be elsewhere in the next run.
std::string without_addresses(const std::string& text) {
    constexpr std::size_t shortest = 8;
    std::string rest;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end =
            std::min(text.find_first_not_of("0123456789ABCDEFabcdef", at), text.size());
        if (end - at < shortest)
            rest.append(text, at, std::max(end, at + 1) - at);
        at = std::max(end, at + 1);
    }
    return rest;
}

bool end_alike(const outcome& a, const outcome& b) {
    return a.is == b.is && without_addresses(a.what) == without_addresses(b.what);
}

/// Whether a run does the same again under the same schedule.
bool repeats(const outcome& first, detail::task& body, const explore_options& options,
             bool& crashed) {
    const auto again = make_replay(first.made);
    const outcome second = run(body, *again, 0, options);
    crashed = second.is == outcome::kind::crashed;
    return end_alike(second, first) && second.fingerprint == first.fingerprint;
}

/// Makes a failed run again, and records it; it may crash then. What the report says of locks'
/// addresses is as the record has it.
detail::recording record(outcome& failed, detail::task& body, const explore_options& options) {
    recorder made;
    outcome again = run(body, *make_replay(failed.made), 0, options, &made);
    const bool is_same = end_alike(again, failed);
    if (is_same || again.is == outcome::kind::crashed)
        failed = std::move(again);
    return is_same ? made.recorded() : detail::recording();
}

} // namespace

exploration detail::explore(const explore_options& given, task& body) {
    const explore_options options = with_environment(given);
    refuse_where_impossible(options);
    const auto by = chooser_of(options);
    if (backend::accesses != nullptr)
        backend::accesses->begin_exploration(options);
    const host::fault_watch watch(end_crashed_run);
    exploration found;
    if (options.replay.empty() && options.policy.is == policy::kind::exhaustive)
        found.preemptions = options.policy.depth;
    random_numbers seeds(options.seed);
    const bool is_replay = !options.replay.empty();
    // What a program does once is done before the first run that counts, and is no access to memory
    // that only one of them has.
    outcome once;
    if (backend::accesses != nullptr)
        once = run(body, *make_first_in_line(), 0, options);
    const auto tell = [&](outcome& failed) {
        found.run = found.runs;
        found.what = std::move(failed.what);
        found.report = std::move(failed.report);
        found.replay = text_of(failed.made);
    };
    if (once.is == outcome::kind::crashed) {
        found.runs = found.failed = 1;
        tell(once);
        return found;
    }
    std::size_t learning = 0; // runs that were made again
    recorder replayed;
    while (learning + found.runs < options.runs) {
        outcome made = run(body, *by, seeds.next(), options, is_replay ? &replayed : nullptr);
        bool more = by->end(made.choices);
        if (backend::accesses != nullptr && backend::accesses->has_learned() && by->start_over()) {
            more = true;
            if (found.failed == 0 && made.is != outcome::kind::failed &&
                made.is != outcome::kind::crashed) {
                learning += std::exchange(found.runs, 0) + 1;
                continue;
            }
        }
        if (made.is == outcome::kind::seen) {
            if (more)
                continue;
            found.complete = by->is_complete();
            break;
        }
        ++found.runs;
        const bool fails = made.is != outcome::kind::held;
        bool crashed = made.is == outcome::kind::crashed;
        // Not of the very first that holds: what a program does once, it does there.
        if (!is_replay && !crashed && ((fails && found.failed == 0) || found.runs == 2))
            found.deterministic = repeats(made, body, options, crashed);
        if (fails && found.failed++ == 0) {
            if (!is_replay && !crashed && found.deterministic)
                shorten(made, [&](const schedule& less) {
                    return run(body, *make_replay(less), 0, options);
                });
            if (is_replay)
                found.recorded = replayed.recorded();
            else if (!crashed && made.is != outcome::kind::crashed)
                found.recorded = record(made, body, options);
            crashed = crashed || made.is == outcome::kind::crashed;
            tell(made);
        }
        if (!more) {
            found.complete = by->is_complete();
            break;
        }
        if (crashed || (fails && options.stop_at_failure) || !found.deterministic)
            break;
    }
    if (once.is == outcome::kind::failed && found.failed == 0 && !is_replay) {
        const outcome again = run(body, *make_first_in_line(), 0, options);
        found.deterministic = end_alike(again, once);
        ++found.runs;
        found.failed = 1;
        tell(once);
    }
    return found;
}

} // namespace weft
