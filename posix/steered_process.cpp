#include "steered_process.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>

#include "boundary.hpp"
#include "deadlock.hpp"
#include "scheduler.hpp"
#include "steering.hpp"

namespace weft::posix {

namespace {

class process_run final : public backend::steered_run {
  public:
    process_run(backend::chooser& by, std::size_t most_steps, early_end& told)
        : steered_run(by, most_steps), most_steps_(most_steps), told_(told) {}

    [[noreturn]] void failed(std::string_view why) override {
        const backend::no_points none;
        end_by(std::string(why), backend::name_of(backend::self()));
    }
    [[noreturn]] void raced() override { std::abort(); } // who sees accesses is not loaded

  private:
    [[noreturn]] void ended(end how) override {
        const backend::no_points none;
        switch (how) {
        case end::seen:
            told_ = early_end::seen;
            _exit(0);
        case end::deadlock:
            told_ = early_end::deadlock;
            end_deadlocked(deadlock(backend::deadlock_report(backend::all_blocked())));
        case end::livelock:
            break;
        }
        told_ = early_end::livelock;
        end_by("livelock: more than " + std::to_string(most_steps_) + " steps",
               backend::name_of(backend::self()));
    }

    [[noreturn]] static void end_by(const std::string& why, const std::string& who) {
        std::fflush(nullptr);
        std::fprintf(stderr, "weft: %s; last to run: %s\n", why.c_str(), who.c_str());
        std::abort();
    }

    void goes_on(const backend::stack_thread&, bool) override {}
    void wakes_another() override {}

    const std::size_t most_steps_;
    early_end& told_;
};

} // namespace

void steer_process(backend::chooser& by, std::size_t most_steps, early_end& told) {
    // Others may go on before the process ends.
    std::atexit([] { backend::point(operation::end, nullptr); });
    backend::steer_process(*new process_run(by, most_steps, told));
}

} // namespace weft::posix
