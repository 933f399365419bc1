#include "run.hpp"

#include <cstdio>
#include <utility>

#include "access_watch.hpp"
#include "backend.hpp"
#include "deadlock.hpp"
#include "events.hpp"
#include "excepthook.hpp"
#include "host.hpp"
#include "interrupt.hpp"
#include "recorder.hpp"
#include "refuse_start.hpp"
#include "registry.hpp"
#include "run_task.hpp" // with exceptions, or without
#include "scheduler.hpp"
#include "steering.hpp"
#include "word.hpp"

namespace weft {

namespace {

class explored_run;
constinit explored_run* current = nullptr;

/// Between "Unhandled exception in [...]", with the frames, and what the exception is caused by.
std::string exception_line(std::string_view report) {
    const auto drop_line = [&] {
        report.remove_prefix(std::min(report.size(), report.find('\n') + 1));
    };
    drop_line();
    drop_line();
    while (report.starts_with("  "))
        drop_line();
    return std::string(report.substr(0, report.find('\n')));
}

class explored_run final : public backend::steered_run, backend::thread_start {
  public:
    explored_run(detail::task& body, backend::chooser& by, const explore_options& options,
                 recorder* recorded_by, outcome& made)
        : steered_run(by, options.steps), body_(body), options_(options), recorded_by_(recorded_by),
          out_(made) {
        record = {.ident = main_ident, .started = body.started};
        current = this;
    }
    ~explored_run() { current = nullptr; }
    explored_run(const explored_run&) = delete;
    explored_run& operator=(const explored_run&) = delete;

    void make() {
        backend::run_steered(*this, with_report(get_registry().next_stack_size), *this);
        if (out_.is == outcome::kind::crashed)
            out_.what = signal_;
        else if (raced_)
            backend::accesses->tell_race(out_.what, out_.report);
        out_.made = take_deviations();
        out_.choices = choices();
        out_.fingerprint = fingerprint();
    }

    void failed(std::string_view why) override {
        const backend::no_points none;
        note_failure(std::string(why), "said by " + running_name());
    }

    void raced() override {
        raced_ = out_.is != outcome::kind::failed;
        out_.is = outcome::kind::failed;
    }

    static void hook(const excepthook_args& unhandled) {
        if (backend::steered == nullptr) { // in a child of fork
            std::fputs(unhandled.report, stderr);
            return;
        }
        current->note_failure(exception_line(unhandled.report), unhandled.report);
        current->end_soon();
    }

    static void crash(const char* signal) {
        if (current == nullptr)
            return;
        current->out_.is = outcome::kind::crashed;
        current->signal_ = signal;
        backend::end_run();
    }

  private:
    void run(thread_record& self) override {
        const told running(event::begins, event::ends);
        run_task(body_, self, false);
        end_locals(self);
        backend::point(operation::end, nullptr);
    }

    void abandoned() noexcept override {}
    void refused(const std::error_code& reason) override { refuse_start(reason); }

    void ended(end how) override {
        const backend::no_points none;
        if (how == end::seen)
            out_.is = outcome::kind::seen;
        else if (how == end::deadlock)
            note_failure("deadlock", backend::deadlock_report(backend::all_blocked()));
        else
            note_failure("livelock: more than " + std::to_string(options_.steps) + " steps",
                         "last to run: " + running_name());
    }

    void goes_on(const backend::stack_thread& thread, bool deviates) override {
        recorded_by_->step(thread.record.ident, thread.next, deviates);
    }

    void wakes_another() override { recorded_by_->deviation(); }

    /// The first one is told.
    void note_failure(std::string what, std::string report) {
        if (out_.is == outcome::kind::failed)
            return;
        out_.is = outcome::kind::failed;
        out_.what = std::move(what);
        out_.report = std::move(report);
    }

    static std::string running_name() { return backend::name_of(backend::self()); }

    detail::task& body_;
    const explore_options& options_;
    recorder* const recorded_by_;
    outcome& out_;
    const char* signal_ = nullptr;
    bool raced_ = false;
};

} // namespace

void end_crashed_run(const char* what) {
    explored_run::crash(what);
}

namespace {

/// What a run has for itself, and the program has again when it is over. Who watches the program is
/// not told of the run.
class own_state {
  public:
    explicit own_state(watcher* watches) {
        watch(watches);
        set_registry({.next_stack_size = before_.next_stack_size});
        main_thread_ident = main_ident;
    }
    ~own_state() {
        watch(watching_before_);
        set_registry(before_);
        end_local_indexes(indexes_before_);
        main_thread_ident = main_before_;
        set_excepthook(hook_before_);
        backend::exchange(pending_interrupt, interrupt_before_);
    }
    own_state(const own_state&) = delete;
    own_state& operator=(const own_state&) = delete;

  private:
    watcher* const watching_before_ = watching;
    const registry before_ = get_registry();
    const local_indexes indexes_before_ = begin_local_indexes();
    const ident_t main_before_ = main_thread_ident;
    const excepthook hook_before_ = set_excepthook(explored_run::hook);
    const std::uint32_t interrupt_before_ = backend::exchange(pending_interrupt, 0);
};

} // namespace

outcome run(detail::task& body, policy_chooser& by, std::uint64_t seed,
            const explore_options& options, recorder* recorded_by) {
    backend::chooser& chooser = by.begin(seed);
    const own_state own(recorded_by);
    outcome made;
    explored_run(body, chooser, options, recorded_by, made).make();
    return made;
}

} // namespace weft
