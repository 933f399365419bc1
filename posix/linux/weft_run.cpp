// weft-run: runs a finished program with libweft_posix, on one OS thread.
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include "program_file.hpp"
#include "told_options.hpp"

namespace {

constexpr const char* help = R"(weft-run [OPTION...] PROGRAM [ARGUMENT...]

Runs a finished program on one OS thread: its POSIX threads, and those of C++, take turns, in the same
order each time. When none of them can go on, it says who waits for whom, and aborts.

      --raw-futexes        lets others run also where code waits by a call of the system that it makes
                           itself, as OpenMP's runtime does
      --starter-first      has a new thread wait at the back of the queue, while its creator goes on: for
                           programs whose creator fills in what the thread reads
      --watchdog=SECONDS   when one has run for so long without waiting, while others could go on, says
                           where, once; 0: never; 5 by default, in time of the processor
      --seed=N             has a schedule chosen that differs from the usual one: the same for the same N
      --replay=SCHEDULE    runs it under the schedule that --explore has printed
      --explore=N          runs it up to N times, each time under another schedule and with no output,
                           until a run fails: by a signal, by a deadlock, by taking too long, or by
                           another exit status than that without chosen schedules. Prints how to
                           replay that run, after it has done so once
      --policy=POLICY      how --explore and --seed choose schedules: mix, first_in_line, random_walk,
                           priorities:DEPTH, partial_order, exhaustive, or exhaustive:PREEMPTIONS
      --steps=N            how many steps a run may take under a chosen schedule; 10,000,000 by default
      --time-limit=SECONDS how long each run of --explore may take; 10 by default
  -v, --verbose            says what is run, with which library, and how often threads took turns
  -h, --help               this

The program must be one for this system that is linked to the C library dynamically.
)";

using namespace weft::posix;

[[noreturn]] void refuse(const std::string& why) {
    std::fprintf(stderr, "weft-run: %s\n", why.c_str());
    std::exit(127);
}

bool is_program(const std::string& path) {
    struct stat found {};
    return stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
           access(path.c_str(), X_OK) == 0;
}

/// As a shell finds it.
std::string path_of(const std::string& name) {
    if (name.find('/') != std::string::npos) {
        if (!is_program(name))
            refuse(name + ": " + std::strerror(errno == 0 ? EACCES : errno));
        return name;
    }
    const char* const all = std::getenv("PATH");
    std::string_view left = all != nullptr ? all : "/usr/local/bin:/usr/bin:/bin";
    for (;;) {
        const std::size_t end = std::min(left.find(':'), left.size());
        std::string path = std::string(end == 0 ? "." : left.substr(0, end)) + "/" + name;
        if (is_program(path))
            return path;
        if (end == left.size())
            refuse(name + ": there is no such program in PATH");
        left.remove_prefix(end + 1);
    }
}

/// Beside this program where both were built, else where both are installed.
std::string library() {
    char own[PATH_MAX];
    const ssize_t size = readlink("/proc/self/exe", own, sizeof own);
    const std::string path(own, size > 0 ? static_cast<std::size_t>(size) : 0);
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    for (const char* place : {"libweft_posix.so", FROM_BINDIR "/libweft_posix.so"}) {
        char resolved[PATH_MAX];
        if (realpath((folder + place).c_str(), resolved) != nullptr)
            return resolved;
    }
    refuse("there is no libweft_posix.so in " + folder + " or " + folder + FROM_BINDIR);
}

bool is_number(const std::string& text, std::uint64_t most) {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, problem] = std::from_chars(text.data(), end, number);
    return problem == std::errc() && stopped == end && number <= most;
}

/// Returns how many arguments it takes.
int take(int left, char** arguments) {
    const std::string given = arguments[0];
    const std::size_t equals = given.find('=');
    for (const told_option& each : told_options) {
        if (given.substr(0, equals) != each.name)
            continue;
        const bool has_own = equals != std::string::npos;
        if (each.takes == told_option::value::none) {
            if (has_own)
                refuse(std::string(each.name) + " takes no value");
            setenv(each.variable, "1", 1);
            return 1;
        }
        const std::string value = has_own ? given.substr(equals + 1) : left > 1 ? arguments[1] : "";
        if (each.takes == told_option::value::number && !is_number(value, each.most))
            refuse(std::string(each.name) + " takes a number up to " + std::to_string(each.most) +
                   ", and not '" + value + "'");
        if (value.empty())
            refuse(std::string(each.name) + " takes a value");
        setenv(each.variable, value.c_str(), 1);
        return has_own ? 1 : 2;
    }
    refuse("there is no option " + given + ": --help says which there are");
}

bool is_told(const char* variable) {
    return std::getenv(variable) != nullptr;
}

void refuse_contradictions() {
    if (is_told(replay_variable) && (is_told(runs_variable) || is_told(seed_variable)))
        refuse("a replay has its schedule: it goes with neither --explore nor --seed");
    if (is_told(policy_variable) && !is_told(runs_variable) && !is_told(seed_variable))
        refuse("--policy says how --explore or --seed chooses, and neither is given");
    if (is_told(time_limit_variable) && !is_told(runs_variable))
        refuse("--time-limit is for the runs of --explore, which is not given");
}

} // namespace

int main(int argc, char** argv) {
    bool is_verbose = false;
    setenv(watchdog_variable, "5", 0);
    int next = 1;
    while (next < argc && argv[next][0] == '-') {
        const std::string_view option = argv[next];
        if (option == "--") {
            ++next;
            break;
        }
        if (option == "--help" || option == "-h")
            return std::fputs(help, stdout) == EOF ? 1 : 0;
        if (option == "--verbose" || option == "-v") {
            is_verbose = true;
            ++next;
        } else {
            next += take(argc - next, argv + next);
        }
    }
    if (next == argc) {
        std::fputs(help, stderr);
        return 127;
    }
    refuse_contradictions();
    const std::string path = path_of(argv[next]);
    if (const std::string why = unfitness_of(path); !why.empty())
        refuse(path + " " + why);
    std::string preloaded = library();
    if (preloaded.find_first_of(" :") != std::string::npos)
        refuse(preloaded +
               " has a space or a colon in its path, which LD_PRELOAD takes for the end "
               "of a name: put it elsewhere");
    if (is_verbose) {
        setenv(verbose_variable, "1", 1);
        std::fprintf(stderr, "weft-run: %s, with %s\n", path.c_str(), preloaded.c_str());
    }
    if (is_told(runs_variable))
        setenv("LD_BIND_NOW", "1", 0); // what is bound once need not be in each process
    if (const char* const others = std::getenv("LD_PRELOAD"))
        preloaded += std::string(":") + others;
    setenv("LD_PRELOAD", preloaded.c_str(), 1);
    execv(path.c_str(), argv + next);
    refuse(path + ": " + std::strerror(errno));
}
