#include "run.hpp"

#include <utility>

#include "backend.hpp"
#include "deadlock.hpp"
#include "host.hpp"
#include "interrupt.hpp"
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
    explored_run(detail::task& body, backend::chooser& by, const explore_options& options)
        : steered_run(by, options.steps), body_(body), options_(options) {
        record = {.ident = main_thread_ident, .started = body.started};
    }

    outcome made() {
        current = this;
        backend::run_steered(*this, options_.stack_size, *this);
        current = nullptr;
        if (out_.is == outcome::kind::crashed)
            out_.what = signal_;
        out_.made = deviations();
        out_.choices = choices();
        out_.fingerprint = fingerprint();
        return std::move(out_);
    }

    [[noreturn]] void failed(const std::string& why) override {
        const backend::no_points none;
        note_failure(why, "said by " + running_name());
        backend::end_run();
    }

    static void hook(const excepthook_args& unhandled) {
        current->note_failure(exception_line(unhandled.report), unhandled.report);
        backend::end_run();
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
        run_task(body_, self);
        backend::point(operation::end, nullptr);
    }

    void abandoned() noexcept override {}

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

    void note_failure(std::string what, std::string report) {
        out_.is = outcome::kind::failed;
        out_.what = std::move(what);
        out_.report = std::move(report);
    }

    static std::string running_name() { return backend::name_of(backend::self()); }

    detail::task& body_;
    const explore_options& options_;
    outcome out_;
    const char* signal_ = nullptr;
};

} // namespace

void end_crashed_run(const char* what) {
    explored_run::crash(what);
}

outcome run(detail::task& body, policy_chooser& by, std::uint64_t seed,
            const explore_options& options) {
    by.begin(seed);
    const registry before = get_registry();
    set_registry({.next_stack_size = before.next_stack_size});
    const excepthook replaced = set_excepthook(explored_run::hook);
    outcome out = explored_run(body, by, options).made();
    set_excepthook(replaced);
    set_registry(before);
    backend::exchange(pending_interrupt, 0);
    return out;
}

} // namespace weft
