#include "ending.hpp"

#include <cstdio>
#include <cstdlib>

#include "unwinding.hpp"

namespace weft::posix {

thread_end::~thread_end() {
    if (has_arrived_)
        return;
    std::fputs("weft: the end of a thread was caught, and not thrown on\n", stderr);
    std::abort();
}

void call_handlers() {
    thread& own = self();
    while (own.exits.handlers != nullptr) {
        const __ptcb& newest = *own.exits.handlers;
        own.exits.handlers = newest.__next;
        newest.__f(newest.__x);
    }
    if (own.function == nullptr)
        outlive_main(); // without unwinding: it is JavaScript that has called main
}

void call_until_end(thread& which) {
    try {
        which.result = which.function(which.argument);
    } catch (thread_end& end) {
        end.arrive();
    }
}

void end_thread(thread& own, void* result) {
    own.cancelled.is_over = true;
    own.result = result;
    if (!own.cancelled.is_at_point) // else `with_handlers` does it
        call_handlers();
    throw thread_end();
}

extern "C" {

void _pthread_cleanup_push(__ptcb* made, void (*handler)(void*), void* argument) {
    *made = {handler, argument, self().exits.handlers};
    self().exits.handlers = made;
}

void _pthread_cleanup_pop(__ptcb* newest, int is_called) {
    self().exits.handlers = newest->__next;
    if (is_called != 0)
        newest->__f(newest->__x);
}

} // extern "C"

} // namespace weft::posix
