// The run that failed, step by step: as text, and as a trace.
#include "weft/explore.hpp"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include "events.hpp"
#include "operation.hpp"
#include "purpose_words.hpp"
#include "raise.hpp"
#include "trace_file.hpp"

namespace weft {

namespace {

using detail::recorded;
using detail::recording;

constexpr std::size_t most_lines = 1000;

std::string with_object(std::string_view text, const void* object) {
    return said(object == nullptr ? text : std::string(text) + " @", object, "");
}

std::string with_name(std::string_view does, std::string_view name, const void* object,
                      std::string_view holder = "a thread") {
    return std::string(does) + said(name, object, holder);
}

std::string name_in(const recording& run, ident_t thread) {
    const auto found = std::find_if(run.threads.begin(), run.threads.end(),
                                    [&](const auto& each) { return each.ident == thread; });
    return found == run.threads.end() ? "#" + std::to_string(thread) : found->name;
}

/// What objects are, as the events say it that have been passed, or else the first to come.
class known_objects {
  public:
    explicit known_objects(const recording& run) {
        for (const recorded& each : run.all) {
            if (each.step == 0 && each.object != nullptr)
                known_.try_emplace(each.object, &each);
        }
    }

    void passes(const recorded& each) {
        if (each.step == 0 && each.object != nullptr)
            known_[each.object] = &each;
    }

    [[nodiscard]] std::string look_at(const void* object) const {
        return with_name("looks at ", words_of(object).name, object);
    }

    [[nodiscard]] std::string give_back(const void* object) const {
        const purpose_words words = words_of(object);
        return with_name(words.gives_back, words.name, object);
    }

  private:
    [[nodiscard]] purpose_words words_of(const void* object) const {
        const auto found = known_.find(object);
        return found == known_.end() ? purpose_words{.name = "@", .gives_back = "releases "}
                                     : weft::words_of(found->second->why);
    }

    std::unordered_map<const void*, const recorded*> known_;
};

/// What a thread goes on to do, where no event says what comes of it.
std::string text_of(operation next, const void* object, const known_objects& known) {
    switch (next) {
    case operation::begin:
        return "begins";
    case operation::start:
        return "goes on after the start";
    case operation::acquire:
        return known.look_at(object);
    case operation::release:
        return known.give_back(object);
    case operation::released:
        return "goes on after the release";
    case operation::sleep:
        return "wakes";
    case operation::yield:
        return "goes on after the yield";
    case operation::count:
        return "counts the threads";
    case operation::interrupt:
        return "interrupts main";
    case operation::read:
        return with_object("reads", object);
    case operation::write:
        return with_object("writes", object);
    case operation::range:
        return with_object("comes to memory from", object);
    case operation::fence:
        return "comes to a fence";
    case operation::end:
        return "ends the run";
    }
    return "";
}

std::string text_of(const recorded& happened, const recording& run) {
    const purpose_words words = words_of(happened.why);
    const auto text = [&](std::string_view does) {
        return with_name(does, words.name, happened.object,
                         happened.other == 0 ? "a thread" : name_in(run, happened.other));
    };
    switch (happened.what) {
    case event::begins:
        return "begins";
    case event::ends:
        return "ends";
    case event::waits:
        return text("waits for ");
    case event::stops_waiting:
        return text("stops waiting for ");
    case event::has_lock:
        return text(words.takes);
    case event::releases:
        return text(words.gives_back);
    case event::sleeps:
        return "sleeps";
    case event::wakes:
        return "wakes";
    case event::yields:
        return "lets others run";
    case event::starts:
        return "starts " + name_in(run, happened.other);
    case event::at_point:
        break;
    }
    return "";
}

/// Whether this event is what comes of the step.
bool comes_of(const recorded& step, const recorded& happened) {
    if (step.step == 0 || happened.step != 0 || step.thread != happened.thread)
        return false;
    switch (happened.what) {
    case event::waits:
    case event::stops_waiting:
    case event::has_lock:
        return step.next == operation::acquire && step.object == happened.object;
    case event::releases:
        return step.next == operation::release;
    case event::begins:
        return step.next == operation::begin;
    case event::wakes:
        return step.next == operation::sleep;
    default:
        return false;
    }
}

struct line {
    std::size_t step;
    std::string thread;
    std::string does;
    std::string place;
    bool deviates;
};

std::string without_anonymous_scopes(std::string name) {
    constexpr std::string_view scope = "(anonymous namespace)::";
    for (auto at = name.find(scope); at != name.npos; at = name.find(scope, at))
        name.erase(at, scope.size());
    return name;
}

/// Of the entries from `at` on, of which it takes those that the line is for.
line next_line(const recording& run, std::size_t& at, known_objects& known) {
    const recorded& first = run.all[at++];
    known.passes(first);
    line made{first.step, name_in(run, first.thread),
              first.step != 0 ? text_of(first.next, first.object, known) : text_of(first, run),
              first.place, first.deviates};
    for (; at != run.all.size() && comes_of(first, run.all[at]); ++at) {
        known.passes(run.all[at]);
        made.does = text_of(run.all[at], run);
        made.deviates = made.deviates || run.all[at].deviates;
    }
    for (std::string* const text : {&made.thread, &made.does, &made.place})
        *text = without_anonymous_scopes(std::move(*text));
    return made;
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

std::string text_of(const line& each, std::size_t thread_width, std::size_t does_width) {
    const std::string number = each.step == 0 ? "" : std::to_string(each.step);
    std::string text = (each.deviates ? ">" : " ") +
                       std::string(7 - std::min<std::size_t>(number.size(), 7), ' ') + number +
                       "  " + padded(each.thread, thread_width) + "  ";
    return text +
           (each.place.empty() ? each.does : padded(each.does, does_width) + "  " + each.place) +
           "\n";
}

std::string args_of(const recorded& each) {
    return each.place.empty() ? "" : R"(,"args":{"place":)" + quoted(each.place) + "}";
}

std::string without_quotes(const std::string& json) {
    return json.substr(1, json.size() - 2);
}

/// Returns when it ends.
deadline_t write(const recording& run, trace_file& file) {
    for (const detail::recorded_thread& each : run.threads)
        file.name(each.ident, each.name);
    known_objects known(run);
    deadline_t time = 0;
    for (std::size_t i = 0; i != run.all.size(); ++i) {
        const recorded& each = run.all[i];
        known.passes(each);
        const std::string args = args_of(each);
        const auto mark = [&](const std::string& what) {
            file.mark(each.thread, time, without_quotes(quoted(what)).c_str(), args.c_str());
        };
        if (each.step != 0) {
            time = static_cast<deadline_t>(each.step) * 1000;
            if (i + 1 == run.all.size() || !comes_of(each, run.all[i + 1]))
                mark(text_of(each.next, each.object, known));
        } else {
            time += 10;
            if (each.what == event::starts || each.what == event::yields)
                mark(text_of(each, run));
            file.add({.thread = each.thread,
                      .what = each.what,
                      .object = each.object,
                      .why = each.why,
                      .holder = each.other},
                     time, args.c_str());
        }
        if (each.deviates)
            mark("another goes on than by default");
    }
    return time + 1000;
}

} // namespace

std::string exploration::timeline() const {
    std::vector<line> lines;
    known_objects known(recorded);
    for (std::size_t at = 0; at != recorded.all.size();)
        lines.push_back(next_line(recorded, at, known));
    if (lines.empty())
        return "";
    const std::size_t left_out = lines.size() - std::min(lines.size(), most_lines);
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(left_out));
    std::size_t thread_width = 0;
    std::size_t does_width = 0;
    for (const line& each : lines) {
        thread_width = std::max(thread_width, each.thread.size());
        does_width = std::max(does_width, each.does.size());
    }
    std::string text;
    if (left_out != 0 || recorded.left_out != 0)
        text = "(what was before is left out: only the last " + std::to_string(lines.size()) +
               " lines are shown)\n";
    for (const line& each : lines)
        text += text_of(each, thread_width, does_width);
    return text + "fails: " + what + "\n(>: not what would go on by default)\n";
}

void exploration::write_trace(const std::string& path) const {
    trace_file file;
    if (!file.open(path.c_str()) || !file.close(write(recorded, file)))
        raise(error("cannot write the trace " + path + ": " +
                    std::generic_category().message(errno)));
}

} // namespace weft
