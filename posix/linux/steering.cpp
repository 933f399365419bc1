// The program runs under chosen schedules, where weft-run asks for that: from the end of the
// loader's initialisation on.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

#include "environment.hpp"
#include "exploring.hpp"
#include "policies.hpp"
#include "schedule.hpp"
#include "scheduler.hpp"
#include "seeing.hpp"
#include "steered_process.hpp"
#include "told_options.hpp"
#include "weft/explore.hpp"

namespace weft::posix {

namespace {

std::uint64_t number_of(const char* variable, std::uint64_t by_default) {
    const char* const text = value_of(variable);
    if (text == nullptr)
        return by_default;
    std::uint64_t number = 0;
    const char* const end = text + std::strlen(text);
    const auto [stopped, problem] = std::from_chars(text, end, number);
    if (problem != std::errc() || stopped != end)
        throw std::invalid_argument(std::string(variable) + " must be a number, not \"" + text +
                                    "\"");
    return number;
}

/// "priorities:3", as weft-run's help has it.
policy policy_of(const std::string& text) {
    struct named_policy {
        std::string_view name;
        weft::policy chosen;
        bool has_depth = false;
    };
    constexpr named_policy all[] = {{"mix", mix},
                                    {"first_in_line", first_in_line},
                                    {"random_walk", random_walk},
                                    {"partial_order", partial_order},
                                    {"priorities", priorities(), true},
                                    {"exhaustive", exhaustive(), true}};
    const std::size_t colon = text.find(':');
    for (const named_policy& each : all) {
        if (text.substr(0, colon) != each.name)
            continue;
        policy chosen = each.chosen;
        if (colon == std::string::npos)
            return chosen;
        const char* const end = text.data() + text.size();
        const auto [stopped, problem] = std::from_chars(text.data() + colon + 1, end, chosen.depth);
        const bool is_depth = each.has_depth && problem == std::errc() && stopped == end;
        if (is_depth && chosen.depth == 0 && chosen.is == policy::kind::priorities)
            throw std::invalid_argument("priorities change at DEPTH - 1 moments: 0 is none");
        if (is_depth)
            return chosen;
    }
    throw std::invalid_argument("\"" + text + "\" is no policy: weft-run --help has them");
}

policy wanted_policy(const policy& by_default) {
    const char* const named = value_of(policy_variable);
    return named == nullptr ? by_default : policy_of(named);
}

/// What the program executes is not steered.
void forget_environment() {
    unset(steering_variables);
}

/// Where the program is linked with what sees its accesses to memory.
void begin_to_see_accesses() {
    if (weft_see_accesses != nullptr)
        backend::watch_accesses(*weft_see_accesses({.point = backend::access_point,
                                                    .fail_by_race = backend::fail_by_race,
                                                    .thread = backend::access_thread,
                                                    .place = backend::access_place,
                                                    .traceback = backend::access_traceback}));
}

void begin(char** arguments) {
    const char* const replayed = value_of(replay_variable);
    const bool explores = value_of(runs_variable) != nullptr;
    if (replayed == nullptr && !explores && value_of(seed_variable) == nullptr)
        return;
    if (!backend::is_last())
        throw std::runtime_error("a thread was started before main, and cannot be steered");
    constexpr std::size_t steps_by_default = 10'000'000;
    begin_to_see_accesses();
    const std::size_t steps = number_of(steps_variable, steps_by_default);
    const std::uint64_t seed = number_of(seed_variable, 1);
    if (explores && replayed == nullptr) {
        constexpr std::uint64_t seconds_by_default = 10;
        const explored_run run = explore_process(
            {.chosen = wanted_policy(mix),
             .runs = number_of(runs_variable, 0),
             .seed = seed,
             .time_limit = static_cast<int>(number_of(time_limit_variable, seconds_by_default)),
             .arguments = arguments});
        forget_environment();
        return steer_process(run.by, steps, &run.told);
    }
    auto by = replayed != nullptr ? make_replay(schedule_of(replayed))
                                  : make_policy(wanted_policy(random_walk));
    forget_environment();
    steer_process(by.release()->begin(seed), steps, nullptr);
}

/// Called as `main` is, when what the library is made of has been initialised.
[[gnu::constructor]] void begin_steering(int, char** arguments, char**) {
    try {
        begin(arguments);
    } catch (const std::exception& refused) {
        std::fprintf(stderr, "weft: %s\n", refused.what());
        std::exit(127);
    }
}

} // namespace

} // namespace weft::posix
