// What weft-run tells the library, by variables of the environment.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace weft::posix {

struct told_option {
    enum class value { none, number, text };
    std::string_view name;
    const char* variable;
    value takes;
    bool changes_runs = false; ///< a replay is to be given it, too
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max(); ///< of a number
};

inline constexpr const char* verbose_variable = "WEFT_VERBOSE";
inline constexpr const char* raw_futexes_variable = "WEFT_RAW_FUTEXES";
inline constexpr const char* watchdog_variable = "WEFT_WATCHDOG";
inline constexpr const char* replay_variable = "WEFT_REPLAY";
inline constexpr const char* runs_variable = "WEFT_RUNS";
inline constexpr const char* seed_variable = "WEFT_SEED";
inline constexpr const char* policy_variable = "WEFT_POLICY";
inline constexpr const char* steps_variable = "WEFT_STEPS";
inline constexpr const char* time_limit_variable = "WEFT_TIME_LIMIT";
inline constexpr const char* starter_first_variable = "WEFT_STARTER_FIRST";

/// By which a process is steered.
inline constexpr const char* steering_variables[] = {replay_variable, runs_variable,
                                                     seed_variable,   policy_variable,
                                                     steps_variable,  time_limit_variable};

inline constexpr std::uint64_t most_seconds = 1'000'000; ///< in milliseconds, an int has them

inline constexpr told_option told_options[] = {
    {"--raw-futexes", raw_futexes_variable, told_option::value::none, true},
    {"--watchdog", watchdog_variable, told_option::value::number, false, most_seconds},
    {"--starter-first", starter_first_variable, told_option::value::none, true},
    {"--seed", seed_variable, told_option::value::number},
    {"--replay", replay_variable, told_option::value::text},
    {"--explore", runs_variable, told_option::value::number},
    {"--policy", policy_variable, told_option::value::text},
    {"--steps", steps_variable, told_option::value::number, true},
    {"--time-limit", time_limit_variable, told_option::value::number, false, most_seconds},
};

} // namespace weft::posix
