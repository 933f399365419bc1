// What the tests share: waiting with a deadline, and watching what a thread reports.
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include <weft/thread.hpp>

#include "throws_interrupt.hpp"

namespace support {

using namespace std::chrono_literals;

/// What a wait that ends at once on an idle machine may take on a loaded one, under a sanitiser.
inline constexpr auto patience = 120s;

/// A sleep that no test waits out: what is woken out of it, is woken by what is tested.
inline constexpr auto long_sleep = 480s;

/// Ends the process: threads that use what a failed test would destroy are still there.
[[noreturn]] inline void give_up(const char* why) {
    std::fputs(why, stderr);
    std::abort();
}

/// Acquires `lock`, which another thread is about to release.
inline void wait_for(weft::lock_type& lock) {
    if (!lock.try_lock_for(patience))
        give_up("a lock was not released in time\n");
}

/// Lets others run for a moment. Not `sleep_for`, which is an interruption point.
inline void pause() {
    weft::lock_type never_released;
    never_released.acquire();
    static_cast<void>(never_released.try_lock_for(1ms));
}

/// Waits until all threads that were started have ended, but for as many as may be left.
inline void wait_for_threads(std::size_t left = 0) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (weft::count() > left) {
        if (std::chrono::steady_clock::now() >= deadline)
            give_up("a thread did not end in time\n");
        pause();
    }
}

/// Releases a lock at the end of its scope, however that is left.
class release_at_end {
  public:
    explicit release_at_end(weft::lock_type& lock) : lock_(lock) {}
    ~release_at_end() { lock_.release(); }
    release_at_end(const release_at_end&) = delete;
    release_at_end& operator=(const release_at_end&) = delete;

  private:
    weft::lock_type& lock_;
};

/// Runs `function` as a thread, to its end. Returns the thread's identifier.
template <class F>
weft::ident_t run(F function) {
    const auto others = weft::count();
    weft::lock_type done;
    done.acquire();
    const auto ident = weft::start_new_thread([&] {
        const release_at_end released(done);
        function();
    });
    wait_for(done);
    wait_for_threads(others);
    return ident;
}

/// Puts the default back.
class default_stack_size_at_end {
  public:
    default_stack_size_at_end() = default;
    ~default_stack_size_at_end() { weft::stack_size(); }
    default_stack_size_at_end(const default_stack_size_at_end&) = delete;
    default_stack_size_at_end& operator=(const default_stack_size_at_end&) = delete;
};

/// How many keyboard interrupts `call` and the interruption points after it throw.
template <class F>
int interrupts_of(F call) {
    int interrupts = 0;
    const auto counted = [&](auto&& action) { interrupts += throws_interrupt(action) ? 1 : 0; };
    counted(call);
    counted(weft::check_interrupt);
    counted(weft::check_interrupt);
    return interrupts;
}

/// Runs `function` as a thread, to its end. Returns how many keyboard interrupts main gets by it,
/// whether on the return of `start_new_thread` or later.
template <class F>
int interrupts_of_thread(F function) {
    weft::lock_type done;
    done.acquire();
    const int at_start = interrupts_of([&] {
        weft::start_new_thread([&] {
            const release_at_end released(done);
            function();
        });
    });
    wait_for(done);
    wait_for_threads();
    return at_start + interrupts_of(weft::check_interrupt);
}

/// While one lives, unhandled exceptions are reported by `hook`.
class excepthook_while {
  public:
    explicit excepthook_while(weft::excepthook hook) : previous_(weft::set_excepthook(hook)) {}
    ~excepthook_while() { weft::set_excepthook(previous_); }
    excepthook_while(const excepthook_while&) = delete;
    excepthook_while& operator=(const excepthook_while&) = delete;

  private:
    weft::excepthook previous_;
};

inline void ignore_report(const weft::excepthook_args&) {}

inline std::string kept_report;
inline weft::lock_type report_kept;

inline void keep_report(const weft::excepthook_args& args) {
    kept_report = args.report;
    report_kept.release();
}

/// The report of the unhandled exception that ends the thread which `start()` starts.
template <class Start>
std::string report_of_started(Start start) {
    const excepthook_while hook(keep_report);
    report_kept.acquire();
    start();
    const bool kept = report_kept.try_lock_for(patience);
    report_kept.release();
    wait_for_threads();
    return kept ? std::move(kept_report) : "(no report)";
}

/// The same for the thread which `start_new_thread(call...)` starts.
template <class... Call>
std::string report_of(Call&&... call) {
    return report_of_started([&] { weft::start_new_thread(std::forward<Call>(call)...); });
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace support
