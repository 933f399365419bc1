#include "steered_process.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>

#include "access_watch.hpp"
#include "boundary.hpp"
#include "deadlock.hpp"
#include "run_told.hpp"
#include "scheduler.hpp"
#include "steering.hpp"

namespace weft::posix {

namespace {

class process_run final : public backend::steered_run {
  public:
    process_run(backend::chooser& by, std::size_t most_steps, run_told* told)
        : steered_run(by, most_steps), most_steps_(most_steps), told_(told) {}

    [[noreturn]] void failed(std::string_view why) override {
        const backend::no_points none;
        end_by(std::string(why) + "; last to run: " + backend::name_of(backend::self()));
    }

    [[noreturn]] void raced() override {
        const backend::no_points none;
        if (told_ != nullptr)
            end_told(early_end::race);
        std::string what;
        std::string report;
        backend::accesses->tell_race(what, report);
        end_by(what + "\n" + report);
    }

    void learned(std::uintptr_t place) override {
        if (told_ != nullptr && told_->places != run_told::most)
            told_->learned[told_->places++] = place;
    }

  private:
    [[noreturn]] void ended(end how) override {
        const backend::no_points none;
        if (how == end::seen) {
            told_->early = early_end::seen; // who does not explore has no run that was seen
            _exit(0);
        }
        if (told_ != nullptr)
            end_told(how == end::deadlock ? early_end::deadlock : early_end::livelock);
        if (how == end::deadlock)
            end_deadlocked(deadlock(backend::deadlock_report(backend::all_blocked())));
        failed("livelock: more than " + std::to_string(most_steps_) + " steps");
    }

    /// No report is made, which would take longer than many runs.
    [[noreturn]] void end_told(early_end how) {
        told_->early = how;
        std::abort();
    }

    [[noreturn]] static void end_by(const std::string& why) {
        std::fflush(nullptr);
        std::fprintf(stderr, "weft: %s\n", why.c_str());
        std::abort();
    }

    void goes_on(const backend::stack_thread&, bool) override {}
    void wakes_another() override {}

    const std::size_t most_steps_;
    run_told* const told_;
};

} // namespace

void steer_process(backend::chooser& by, std::size_t most_steps, run_told* told) {
    // Others may go on before the process ends.
    std::atexit([] { backend::point(operation::end, nullptr); });
    auto& run = *new process_run(by, most_steps, told);
    backend::steer_process(run);
    if (backend::accesses != nullptr)
        backend::accesses->begin_run(run, backend::self());
}

} // namespace weft::posix
