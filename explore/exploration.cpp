// What was found, for people.
#include "weft/explore.hpp"

namespace weft {

namespace {

std::string count_of(std::size_t n, const char* one, const char* many) {
    return std::to_string(n) + " " + (n == 1 ? one : many);
}

std::string without_failure(const exploration& found) {
    if (!found.complete)
        return count_of(found.runs, "run holds\n", "runs hold\n");
    const std::string all = count_of(found.runs, "schedule", "schedules");
    if (found.preemptions == exhaustive().depth)
        return "all " + all + " hold\n";
    return "all " + all + " with up to " +
           count_of(found.preemptions, "preemption", "preemptions") + " hold\n";
}

} // namespace

std::string exploration::text() const {
    std::string text;
    if (!deterministic)
        text = "the body does not do the same again under the same schedule: it depends on the "
               "time, on random numbers, on addresses, or on what an earlier run left behind\n";
    if (failed == 0)
        return text + (deterministic ? without_failure(*this) : "");
    text += "run " + std::to_string(run) + " fails: " + what + "\n" + report;
    if (!text.ends_with('\n'))
        text += '\n';
    text +=
        "(" + std::to_string(failed) + " of " + count_of(runs, "run fails", "runs fail") + ")\n";
    return text + "to replay it: WEFT_REPLAY=" + replay + "\n";
}

} // namespace weft
