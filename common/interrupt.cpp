#include "interrupt.hpp"

#include <memory>

#include "backend.hpp"
#include "events.hpp"
#include "exclusive.hpp" // the backend's
#include "host.hpp"
#include "raise.hpp"
#include "steering.hpp" // the backend's
#include "weft/thread.hpp"
#include "word.hpp" // the backend's

namespace weft {

constinit std::uint32_t pending_interrupt = 0;

namespace {

// All interrupt_on_sigint share one handler, and one path from it to the main thread.
constinit own_lock listening_guard;
constinit int listening = 0;

/// An interrupt that was requested before is the parent's.
WEFT_INITIALISED_EARLY const host::at_fork begin_anew([] {
    std::construct_at(&listening_guard);
    pending_interrupt = 0;
});

bool in_main_thread() noexcept {
    return backend::self().ident == main_thread_ident;
}

void on_sigint() {
    backend::exchange(pending_interrupt, 1);
    backend::unpark_one_from_signal(&pending_interrupt);
}

void begin_listening() {
    if (const auto refused = backend::begin_unpark_from_signal())
        raise(error("can't wait for SIGINT: " + refused.message()));
    if (const auto refused = host::redirect_sigint(on_sigint)) {
        backend::end_unpark_from_signal();
        raise(error("can't handle SIGINT: " + refused.message()));
    }
}

void end_listening() noexcept {
    host::restore_sigint();
    backend::end_unpark_from_signal();
}

} // namespace

void interrupt_main() {
    backend::point(operation::interrupt, &pending_interrupt);
    backend::exchange(pending_interrupt, 1);
    backend::unpark_one(&pending_interrupt);
    check_interrupt();
}

void check_interrupt() {
    if (backend::load(pending_interrupt) == 0 || !in_main_thread())
        return;
    backend::exchange(pending_interrupt, 0);
    raise(keyboard_interrupt());
}

void detail::sleep_within(std::int64_t nanoseconds) {
    check_interrupt();
    const deadline_t deadline = deadline_in(nanoseconds, backend::moment());
    // A thread other than the main one parks on a word of its own, which nobody ever changes.
    const std::uint32_t never = 0;
    const std::uint32_t* const word = in_main_thread() ? &pending_interrupt : &never;
    const told sleeping(event::sleeps, event::wakes);
    while (backend::park(word, 0, deadline, backend::purpose::sleep) != backend::wait_end::too_late)
        check_interrupt();
}

interrupt_on_sigint::interrupt_on_sigint() {
    const backend::exclusive only(listening_guard);
    if (listening == 0)
        begin_listening();
    ++listening;
}

interrupt_on_sigint::~interrupt_on_sigint() {
    const backend::exclusive only(listening_guard);
    if (--listening == 0)
        end_listening();
}

} // namespace weft
