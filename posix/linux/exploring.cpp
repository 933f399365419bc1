#include "exploring.hpp"

#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include "access_watch.hpp"
#include "context.hpp"
#include "environment.hpp"
#include "policies.hpp"
#include "random.hpp"
#include "run_told.hpp"
#include "shorten.hpp"
#include "steered_children.hpp"
#include "told_options.hpp"

namespace weft::posix {

namespace {

/// Null: it took too long.
using ending = std::optional<int>;

std::string text_of(const ending& how) {
    if (!how)
        return "it takes too long";
    if (WIFSIGNALED(*how))
        return "it ends by signal " + std::to_string(WTERMSIG(*how)) + " (" +
               strsignal(WTERMSIG(*how)) + ")";
    return "it exits with " + std::to_string(WEXITSTATUS(*how));
}

constexpr const char* why_otherwise =
    ": what it does depends on more than the schedule, as on the time, on random numbers, on "
    "addresses, or on what an earlier run left behind";

/// As a shell reads it.
std::string quoted(const std::string& text) {
    constexpr const char* plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "%+,-./:=@_";
    if (!text.empty() && text.find_first_not_of(plain) == std::string::npos)
        return text;
    std::string made = "'";
    for (const char each : text)
        made += each == '\'' ? std::string("'\\''") : std::string(1, each);
    return made + "'";
}

/// Those that were given, and which a replay needs, too.
std::string find_options() {
    std::string text;
    for (const told_option& each : told_options) {
        const char* const value = value_of(each.variable);
        if (!each.changes_runs || value == nullptr)
            continue;
        text += " " + std::string(each.name);
        if (each.takes != told_option::value::none)
            text += " " + quoted(value);
    }
    return text;
}

/// As this process has it, and with the schedule.
std::vector<char*> environment_to_replay(const std::string& schedule) {
    constexpr const char* others[] = {replay_variable, runs_variable, seed_variable};
    unset(others);
    std::vector<char*> all;
    for (char** each = environ; each != nullptr && *each != nullptr; ++each)
        all.push_back(*each);
    static std::string told;
    told = std::string(replay_variable) + "=" + schedule;
    all.insert(all.end(), {told.data(), nullptr});
    return all;
}

class explorer {
  public:
    explicit explorer(const exploring& wanted) : wanted_(wanted), told_(share_run_told()) {}

    /// Returns in each child.
    explored_run make_runs() {
        if (const std::error_code refused = own_.create(0, run_on_own, this))
            throw std::system_error(refused, "no stack to explore on");
        caller_.switch_to(own_);
        return {*chooser_, told_};
    }

  private:
    /// On a stack of its own, which each child leaves as it is.
    static void run_on_own(void* given) {
        explorer& self = *static_cast<explorer*>(given);
        int status = 1;
        try {
            status = self.explore() ? 0 : 1;
        } catch (const interrupted& by) {
            self.files_.print("weft: interrupted; until then, " + self.summary());
            end_by(by.signal);
        } catch (const std::exception& refused) {
            self.files_.print("weft: " + std::string(refused.what()) + "\n");
        }
        _exit(status);
    }

    /// Whether all runs hold.
    bool explore() {
        const outcome first = make(*make_first_in_line(), 0);
        if (!ended_ || !WIFEXITED(*ended_)) {
            tell(first, ended_, "without a chosen schedule, ");
            return false;
        }
        usual_ = *ended_;
        if (usual_ != 0)
            files_.print("weft: without a chosen schedule, " + text_of(usual_) +
                         "; runs fail that end otherwise\n");
        const bool is_exhaustive = wanted_.chosen.is == policy::kind::exhaustive;
        const auto by = make_policy(wanted_.chosen);
        random_numbers seeds(wanted_.seed);
        if (is_exhaustive)
            found_.preemptions = wanted_.chosen.depth;
        bool more = true;
        std::size_t learning = 0; // runs that were made again
        while (more && learning + found_.runs < wanted_.runs) {
            outcome made = make(*by, seeds.next(), is_exhaustive);
            more = by->end(made.choices);
            if (told_.places != 0 && by->start_over()) {
                more = true;
                if (made.is != outcome::kind::failed) {
                    learning += std::exchange(found_.runs, 0) + 1;
                    continue;
                }
            }
            if (made.is == outcome::kind::seen)
                continue;
            ++found_.runs;
            if (made.is != outcome::kind::failed)
                continue;
            const ending how = ended_;
            if (how) // else each would take as long
                shorten(made, [this](const schedule& less) { return make(*make_replay(less), 0); });
            if (tell(made, how, "run " + std::to_string(found_.runs) + " fails: "))
                return false;
            ++found_.failed;
        }
        found_.complete = !more && by->is_complete();
        files_.print("weft: " + summary());
        return found_.failed == 0;
    }

    [[nodiscard]] std::string summary() const {
        if (found_.failed == 0)
            return found_.text();
        return std::to_string(found_.failed) + " of " + std::to_string(found_.runs) +
               " runs fail, and none does it again\n";
    }

    outcome make(policy_chooser& by, std::uint64_t seed, bool learns = false) {
        backend::chooser& chooser = by.begin(seed);
        told_.begin();
        files_.rewind();
        const pid_t child = children_.begin();
        if (child == 0) {
            chooser_ = new telling_chooser(chooser, learns, told_);
            own_.switch_to(caller_);
        }
        ended_ = children_.wait(child, wanted_.time_limit);
        if (learns)
            learn(chooser, told_);
        for (std::size_t i = 0; i != told_.places; ++i)
            backend::accesses->know(told_.learned[i]);
        outcome made;
        made.made = told_.deviated();
        made.choices = told_.choices;
        if (told_.early == early_end::seen)
            made.is = outcome::kind::seen;
        else if (ended_ != usual_)
            made.is = outcome::kind::failed;
        made.what = told_.early == early_end::deadlock   ? "deadlock"
                    : told_.early == early_end::livelock ? "livelock"
                    : told_.early == early_end::race     ? "data race"
                                                         : text_of(ended_);
        return made;
    }

    /// Has the program run anew, and print, under the schedule of a run that has failed. Returns
    /// whether it fails in the same way.
    bool tell(const outcome& failed, const ending& how, const std::string& which) {
        files_.print("weft: " + which + failed.what + "; under its schedule again:\n");
        const std::string replay = weft::text_of(failed.made);
        const ending again = replay_anew(replay);
        if (again != how) {
            files_.print("weft: " + text_of(again) + " there" +
                         (std::exchange(is_explained_, true) ? "" : why_otherwise) + "\n");
            return false;
        }
        files_.print("weft: to replay it: " + command(replay) + "\n");
        return true;
    }

    ending replay_anew(const std::string& replay) {
        files_.rewind();
        const pid_t child = children_.begin();
        if (child == 0) {
            files_.restore();
            execve("/proc/self/exe", wanted_.arguments, environment_to_replay(replay).data());
            _exit(127);
        }
        return children_.wait(child, wanted_.time_limit);
    }

    [[nodiscard]] std::string command(const std::string& replay) const {
        std::string text = "weft-run" + options_ + " --replay " + replay;
        for (char** each = wanted_.arguments; *each != nullptr; ++each)
            text += " " + quoted(*each);
        return text;
    }

    const exploring wanted_;
    const std::string options_ = find_options();
    run_told& told_;
    backend::context caller_;
    backend::context own_;
    standard_files files_;
    steered_children children_;
    backend::chooser* chooser_ = nullptr;
    ending ended_; ///< how the last run did
    bool is_explained_ = false;
    exploration found_;
    int usual_ = 0; ///< how runs end that hold
};

} // namespace

explored_run explore_process(const exploring& wanted) {
    return (new explorer(wanted))->make_runs(); // it stays as it is in each of them
}

} // namespace weft::posix
