// Starting threads, each on a stack that is new, or that a thread which has ended has left.
#include <cstdlib>
#include <limits>
#include <memory>
#include <utility>

#include "access_watch.hpp"
#include "backend.hpp"
#include "ended_threads.hpp"
#include "initialisers.hpp"
#include "left_stacks.hpp"
#include "scheduler.hpp"
#include "sleepers.hpp"
#include "spawn.hpp"
#include "steered_run.hpp"

namespace weft::backend {

namespace {

/// Gives a stack back to the system. Returns false where it is null.
bool unmap(stack_thread* left) {
    const std::unique_ptr<stack_thread> unmapped(left);
    if (unmapped == nullptr)
        return false;
    drop_room_to_leave(*unmapped);
    return true;
}

/// What runs on a stack: one thread after the other.
void run_threads(void* argument) noexcept {
    stack_thread& self = *static_cast<stack_thread*>(argument);
    self.watched.arrive();
    for (;;) {
        self.storage.begin();
        self.float_at_start.put();
        self.start->run(self.record);
        self.start = nullptr;
        end_all(self.owed);
        remember_ended(self.record);
        if (is_last())
            std::exit(0); // NOLINT(concurrency-mt-unsafe): there is one thread
        leave(self);
        while (unmap(take_surplus_left(&self))) {
        }
        end_thread();
    }
}

std::error_code make(std::size_t stack_size, std::unique_ptr<stack_thread>& made) {
    auto thread = std::make_unique<stack_thread>();
    make_room_to_sleep(*thread);
    make_room_to_leave(*thread, stack_size);
    std::error_code refused;
    do
        refused = thread->own.create(stack_size, run_threads, thread.get());
    while (refused && unmap(take_oldest_left()));
    if (!refused)
        refused = thread->storage.create();
    if (refused) {
        drop_room_to_leave(*thread);
        return refused;
    }
    thread->watched.mapped(thread->own.lowest(), thread->own.size());
    made = std::move(thread);
    return {};
}

/// On a stack, ready to begin. `number` is the thread's in the run that is made, if one is.
std::unique_ptr<stack_thread> prepared(thread_start& start, std::size_t stack_size,
                                       unsigned number) {
    std::unique_ptr<stack_thread> thread(accesses == nullptr ? take_left(stack_size)
                                                             : take_left_by(number, stack_size));
    if (thread == nullptr) {
        if (const std::error_code refused = make(stack_size, thread))
            start.refused(refused);
    }
    thread->record = start.record;
    thread->start = &start;
    thread->owed = nullptr;
    thread->is_interrupted = false;
    thread->float_at_start = float_state::taken();
    return thread;
}

} // namespace

void spawn(thread_start& start, std::size_t stack_size) {
    begin_thread(
        *prepared(start, stack_size, next_number()).release()); // it is left when it has ended
}

void run_steered(thread_start& body, std::size_t stack_size, steered_run& run) {
    begin_run(*prepared(body, stack_size, 0).release(), run);
    forget_initialisers();
    while (stack_thread* const abandoned = take_abandoned()) {
        if (abandoned->start != nullptr)
            abandoned->start->abandoned();
        drop_locals(abandoned->record);
        abandoned->watched.begin_anew();
        if (abandoned->own.begin_anew())
            leave(*abandoned);
        else
            unmap(abandoned);
    }
    while (unmap(take_surplus_left(nullptr))) {
    }
}

std::errc check_stack_size(std::size_t size) noexcept {
    // Whether there is memory is seen when it is mapped.
    constexpr std::size_t largest = std::numeric_limits<std::size_t>::max() / 2;
    return size <= largest ? std::errc() : std::errc::invalid_argument;
}

} // namespace weft::backend
