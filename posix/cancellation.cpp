#include "cancellation.hpp"

#include <cerrno>
#include <pthread.h>
#include <utility>

#include "boundary.hpp"
#include "ending.hpp"
#include "giving_way.hpp"
#include "scheduler.hpp"
#include "thread.hpp"

namespace weft::posix {

namespace {

/// Has the running thread be as `wanted`, which is `no` or `yes`, or returns EINVAL.
int change(bool cancellation::*what, int no, int yes, int wanted, int* before) {
    if (wanted != no && wanted != yes)
        return EINVAL;
    bool& own = self().cancelled.*what;
    if (before != nullptr)
        *before = own ? yes : no;
    own = wanted == yes;
    take_cancellation();
    return 0;
}

} // namespace

void take_cancellation() {
    thread& own = self();
    const cancellation& how = own.cancelled;
    if (how.is_asked && !how.is_disabled && !how.is_over &&
        (how.is_at_point || how.is_asynchronous))
        end_thread(own, PTHREAD_CANCELED);
}

cancellation_point::cancellation_point() : own_(self()), was_at_point_(own_.cancelled.is_at_point) {
    own_.cancelled.is_at_point = true;
    if (own_.cancelled.is_asked)
        take_cancellation(); // for which no destructor is called where it ends the thread
}

cancellation_point::~cancellation_point() {
    own_.cancelled.is_at_point = was_at_point_;
}

uncancelled::uncancelled()
    : own_(self()), was_disabled_(std::exchange(own_.cancelled.is_disabled, true)) {}

uncancelled::~uncancelled() {
    own_.cancelled.is_disabled = was_disabled_;
}

extern "C" {

int pthread_cancel(pthread_t id) {
    thread* const given = find(id);
    if (given == nullptr)
        return ESRCH;
    if (given->has_ended)
        return 0;
    given->cancelled.is_asked = true;
    if (given->runs_as == nullptr) // it has not begun, and looks at its first point
        return 0;
    if (given != &self())
        backend::interrupt(*given->runs_as);
    else if (given->cancelled.is_asynchronous)
        take_cancellation();
    return 0;
}

int pthread_setcancelstate(int wanted, int* before) {
    return change(&cancellation::is_disabled, PTHREAD_CANCEL_ENABLE, PTHREAD_CANCEL_DISABLE, wanted,
                  before);
}

int pthread_setcanceltype(int wanted, int* before) {
    return change(&cancellation::is_asynchronous, PTHREAD_CANCEL_DEFERRED,
                  PTHREAD_CANCEL_ASYNCHRONOUS, wanted, before);
}

void pthread_testcancel() {
    give_way_at_times(tries_at_once);
    answer_of([] {
        const cancellation_point here;
        return 0;
    });
}

} // extern "C"

} // namespace weft::posix
