#include "outside.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <emscripten/emscripten.h>
#include <emscripten/stack.h>

#include "main_result.hpp"
#include "process.hpp"
#include "sleep.hpp"

// By its name, Asyncify knows that it unwinds the stack, for which there are `room` bytes, as the
// default is for little. Negative milliseconds are forever; none are until the events that have
// come are handled, for which a timer would take longer, most of all on a page that is not seen.
// Returns whether anything can still come.
EM_JS(bool, __asyncjs__weft_await_events, (double milliseconds, int room), {
    const default_room = Asyncify.StackSize;
    Asyncify.StackSize = room;
    const may_come = Asyncify.handleSleep(resume => {
        const go_on = may_come => callUserCallback(() => resume(may_come));
        if (milliseconds == 0 && ENVIRONMENT_IS_NODE)
            return setImmediate(go_on, true);
        if (milliseconds == 0) {
            const events = new MessageChannel();
            events.port1.onmessage = () => go_on(true);
            return events.port2.postMessage(null);
        }
        let timer;
        const end = may_come => {
            weft_wake.now = undefined;
            clearTimeout(timer);
            if (ENVIRONMENT_IS_NODE)
                process.removeListener('beforeExit', end_for_ever);
            go_on(may_come);
        };
        const end_for_ever = () => end(false);
        weft_wake.now = () => {
            weft_wake.now = undefined;
            queueMicrotask(() => end(true));
        };
        if (milliseconds >= 0)
            timer = setTimeout(end, Math.min(milliseconds, 0x7fffffff), true);
        else if (ENVIRONMENT_IS_NODE)
            process.on('beforeExit', end_for_ever);
    });
    Asyncify.StackSize = default_room;
    return may_come;
});

// Milliseconds. The clock of C takes several times as long to ask.
EM_JS(double, weft_time, (), { return performance.now(); });

EM_JS(void, weft_wake, (), {
    if (weft_wake.now)
        weft_wake.now();
});

namespace weft::backend::outside {

namespace {

constinit bool comes = true;

/// Milliseconds: when JavaScript had control last, and when the clock was asked last.
constinit double last_events = 0;
constinit double last_asked = 0;

} // namespace

bool may_come() noexcept {
    return comes && posix::has_fibers();
}

bool is_late() noexcept {
    constexpr double patience = 10;
    constexpr double short_time = 0.5;
    constexpr unsigned many_turns = 16;
    const double time = weft_time();
    if (last_events == 0) // it has called main, and that has not waited yet
        last_events = time;
    short_turns = time - last_asked < short_time ? many_turns : 0;
    last_asked = time;
    return time - last_events >= patience;
}

void sleep_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline) {
    if (!posix::has_fibers())
        return backend::sleep_while(word, expected, deadline);
    constexpr double millisecond = 1'000'000;
    const double time =
        deadline == forever
            ? -1
            : static_cast<double>(std::max<deadline_t>(deadline - now(), 0)) / millisecond;
    exit_when_main_returns();
    // As a context has for what it saves.
    const auto room = (emscripten_stack_get_base() - emscripten_stack_get_end()) / 16;
    comes = __asyncjs__weft_await_events(time, static_cast<int>(room));
    last_events = weft_time();
}

void wake() noexcept {
    weft_wake();
}

void refuse_to_switch() noexcept {
    std::fputs("weft: what an event calls cannot wait itself\n", stderr);
    std::abort();
}

} // namespace weft::backend::outside
