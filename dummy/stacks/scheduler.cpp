#include "scheduler.hpp"

#include <cerrno>

#include "exception_state.hpp"
#include "fifo.hpp"
#include "holder.hpp"
#include "parking.hpp"
#include "sleep.hpp"
#include "word.hpp"

namespace weft {

constinit std::uint32_t detail::sole_holder = backend::held_by(main_ident);

namespace backend {

namespace {

/// The main thread is never destroyed: the program may wait until the process has ended.
union main_stack_thread {
    stack_thread thread;
    constexpr main_stack_thread() : thread() { thread.record.ident = main_ident; }
    // NOLINTNEXTLINE(modernize-use-equals-default): of a union like this, it would be deleted.
    ~main_stack_thread() {}
};
constinit main_stack_thread main_thread;
constinit stack_thread* current = &main_thread.thread;

constinit fifo<stack_thread> ready;

/// Those that have been started and have not ended, the newest first.
constinit stack_thread* newest = &main_thread.thread;

constinit std::uint32_t signalled = 0;
constinit const std::uint32_t* volatile word_to_unpark = nullptr;

/// What a thread has, and others must not touch while it waits. Kept for a scope.
class kept_state {
  public:
    kept_state() = default;
    ~kept_state() {
        if constexpr (!float_state::switched_by_context)
            float_.put();
        exceptions_.put();
        place_of_errno() = errno_;
    }
    kept_state(const kept_state&) = delete;
    kept_state& operator=(const kept_state&) = delete;

  private:
    /// Asked for once, as there is one thread of the system.
    static int& place_of_errno() {
        static constinit int* known = nullptr;
        if (known == nullptr)
            known = &errno;
        return *known;
    }

    int errno_ = place_of_errno();
    exception_state exceptions_ = exception_state::taken();
    float_state float_ = float_state::switched_by_context ? float_state() : float_state::taken();
};

void switch_to(stack_thread& next) {
    stack_thread& self = *current;
    if (&next == &self)
        return;
    current = &next;
    detail::sole_holder = held_by(next.record.ident);
    self.watched.leave_for(next.watched);
    self.own.switch_to(next.own);
    self.watched.arrive();
}

/// Wakes whom a signal was for, and those whose deadlines have passed. Not inlined, nor what
/// follows: the way between them is that of most switches.
WEFT_NOINLINE void wake_others() {
    if (load(signalled) != 0) {
        exchange(signalled, 0);
        unpark_one(word_to_unpark);
    }
    const deadline_t time = first_sleeper == nullptr ? forever : now();
    while (first_sleeper != nullptr && first_sleeper->deadline <= time)
        wake(*first_sleeper, wake_reason::too_late);
}

/// Sleeps until there may be somebody to wake; where there never will be, wakes main.
WEFT_NOINLINE void idle() {
    if (first_sleeper != nullptr)
        sleep_while(signalled, 0, first_sleeper->deadline);
    else
        wake(main_thread.thread, wake_reason::hopeless);
}

stack_thread& next_ready() {
    for (;;) {
        if (first_sleeper != nullptr) // a signal is for one that sleeps
            wake_others();
        if (stack_thread* const next = ready.pop_front())
            return *next;
        idle();
    }
}

void run_others() {
    const kept_state kept;
    switch_to(next_ready());
}

} // namespace

stack_thread& running() noexcept {
    return *current;
}

void begin_thread(stack_thread& thread) {
    thread.newer = nullptr;
    thread.older = newest;
    newest->newer = &thread;
    newest = &thread;
    ready.push_front(*current);
    const kept_state kept;
    switch_to(thread);
}

void end_thread() {
    const stack_thread& self = *current;
    self.older->newer = self.newer; // main, the oldest, does not end
    (self.newer == nullptr ? newest : self.newer->older) = self.older;
    switch_to(next_ready());
}

void pass() noexcept {
    ready.push_back(*current);
    run_others();
}

wake_reason wait() noexcept {
    add_parked(*current);
    run_others();
    return current->woken;
}

void wake(stack_thread& thread, wake_reason why) noexcept {
    remove_parked(thread);
    thread.woken = why;
    ready.push_back(thread);
}

void ask_to_unpark(const std::uint32_t* word) noexcept {
    word_to_unpark = word;
    exchange(signalled, 1);
    wake_sleeper(signalled);
}

std::vector<blocked> all_blocked() {
    std::vector<blocked> all;
    for (const stack_thread* t = &main_thread.thread; t != nullptr; t = t->newer)
        all.push_back({&t->record, t->word, nullptr});
    return all;
}

thread_record& self() noexcept {
    return current->record;
}

} // namespace backend

} // namespace weft
