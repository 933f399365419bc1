#include "scheduler.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "access_watch.hpp"
#include "ended_threads.hpp"
#include "holder.hpp"
#include "host.hpp"
#include "outside.hpp" // who has it
#include "raise.hpp"
#include "sleep.hpp"
#include "sleepers.hpp"
#include "steered_run.hpp"
#include "steering.hpp"
#include "time_watch.hpp"
#include "wait_queues.hpp"
#include "word.hpp"

namespace weft {

constinit std::uint32_t detail::sole_holder = backend::held_by(main_ident);

namespace backend {

constinit steered_run* steered = nullptr;
constinit deadline_t virtual_time = 0;
constinit bool time_passes = false;

namespace {

/// The main thread is never destroyed: the program may wait until the process has ended.
union main_stack_thread {
    stack_thread thread;
    constexpr main_stack_thread() : thread() { thread.record.ident = main_ident; }
    // NOLINTNEXTLINE(modernize-use-equals-default): of a union like this, it would be deleted.
    ~main_stack_thread() {}
};
constinit main_stack_thread main_thread;

/// Before the program's own initialisers, which may wait.
WEFT_INITIALISED_EARLY const struct let_main_sleep {
    let_main_sleep() { make_room_to_sleep(main_thread.thread); }
} at_initialisation;

constinit stack_thread* current = &main_thread.thread;

constinit stack_thread::queue ready;

/// Main, and those that have been started and have not ended.
constinit stack_thread* oldest = &main_thread.thread;
constinit stack_thread* newest = &main_thread.thread;

constinit bool signals_may_come = false;
constinit std::uint32_t signalled = 0;
constinit std::uint32_t* volatile word_to_unpark = nullptr;

constinit time_watch watch;

/// All threads wait, and none runs: what is still on the stack of the last one is the scheduler.
constinit bool idles = false;

/// What runs was called from outside meanwhile, as main. It may wake threads and start them, and
/// not wait.
bool is_called_in() noexcept {
    return outside::may_call_in && idles;
}

/// Among those that have not ended.
void add(stack_thread& thread) {
    thread.newer = nullptr;
    thread.older = newest;
    newest->newer = &thread;
    newest = &thread;
}

stack_thread& running_or_main() {
    return idles ? *oldest : *current;
}

/// In a child of fork, the thread that there is, until `forget_others` has been called.
constinit stack_thread* alone = nullptr;

/// No more is done there, as a signal handler may have called fork in the middle of anything.
WEFT_INITIALISED_EARLY const host::at_fork leave_others([] { alone = &running_or_main(); });

void end_steering() {
    steered = nullptr;
    detail::sole_holder = sole_holder_of(current->record.ident);
    if (accesses != nullptr)
        accesses->end_run();
}

/// The thread that is alone is main, and nobody steers it. What is on the stacks of the others may
/// be referred to, as on real threads: they stay where they are.
WEFT_NOINLINE void forget_others() {
    static constinit stack_thread* left_behind = nullptr;
    stack_thread& kept = *std::exchange(alone, nullptr);
    for (stack_thread* t = oldest; t != nullptr;) {
        stack_thread& each = *t;
        t = each.newer;
        if (&each != &kept) {
            if (each.asleep)
                remove_sleeper(each);
            remember_ended(each.record);
            each.newer = std::exchange(left_behind, &each);
        }
    }
    oldest = newest = &kept;
    kept.older = kept.newer = nullptr;
    const bool is_ready =
        ready.find([&](const stack_thread& each) { return &each == &kept; }) != nullptr;
    ready = {};
    if (is_ready)
        ready.push_back(kept);
    forget_waiting_but(kept);
    signalled = 0;
    if (steered != nullptr)
        end_steering();
}

/// What a thread has, and others must not touch while it waits. Kept for a scope.
class kept_state {
  public:
    kept_state() = default;
    ~kept_state() {
        if constexpr (!float_state::switched_by_context)
            float_.put();
    }
    kept_state(const kept_state&) = delete;
    kept_state& operator=(const kept_state&) = delete;

  private:
    thread_storage::kept storage_;
    float_state float_ = float_state::switched_by_context ? float_state() : float_state::taken();
};

/// From here on, what runs is this thread's.
void become(stack_thread& next) noexcept {
    current = &next;
    detail::sole_holder = steered != nullptr ? 0 : sole_holder_of(next.record.ident);
    next.storage.use(*next.record.locals);
}

void switch_to(stack_thread& next) {
    stack_thread& self = *current;
    if (&next == &self)
        return;
    become(next);
    self.watched.leave_for(next.watched);
    self.own.switch_to(next.own);
    self.watched.arrive();
}

void wake(stack_thread& thread, std::optional<wait_end> how) {
    remove_waiting(thread);
    make_ready(thread, how);
}

/// Wakes those whose deadlines have passed. Not inlined, nor what follows: the way between them is
/// that of most switches.
WEFT_NOINLINE void wake_late() {
    const deadline_t time = watch.ask();
    while (first_sleeper != nullptr && first_sleeper->deadline <= time)
        wake(*first_sleeper, wait_end::too_late);
    if (first_sleeper != nullptr)
        watch.watch(first_sleeper->deadline);
}

/// Wakes whom a signal was for.
WEFT_NOINLINE void wake_signalled() {
    exchange(signalled, 0);
    unpark_one(word_to_unpark);
}

bool signal_can_wake_main() {
    // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the last thread does not end.
    return signals_may_come && oldest->why == purpose::sleep &&
           oldest->record.ident == main_thread_ident;
}

/// What calls in from outside meanwhile runs as main.
void sleep_outside(deadline_t until) {
    idles = true;
    [[maybe_unused]] stack_thread& last = *current;
    if constexpr (outside::may_call_in)
        become(*oldest);
    outside::sleep_while(signalled, 0, until);
    if constexpr (outside::may_call_in)
        become(last);
    idles = false;
}

/// Asks for what has come from outside, or lets it call in.
WEFT_NOINLINE void look_outside() {
    if constexpr (outside::may_call_in)
        sleep_outside(0);
    else
        outside::look();
}

/// Sleeps until there may be somebody to wake; where there never will be, wakes main, the oldest.
WEFT_NOINLINE void idle() {
    const deadline_t until = first_sleeper == nullptr ? forever : first_sleeper->deadline;
    if (until == forever && !signal_can_wake_main() && !outside::may_come())
        return wake(*oldest, std::nullopt); // NOLINT(clang-analyzer-core.NonNullParamChecker)
    sleep_outside(until);
    wake_late();
}

constinit bool starters_run_first = false;

/// Who made the run that is steered, or null where all of the process is one; and how many threads
/// were started in it after the body.
constinit stack_thread* driver = nullptr;
constinit unsigned started_in_run = 0;

/// Has room for all threads of the run; null where there was none. Never destroyed.
constinit std::vector<stack_thread*>* able_in_run = nullptr;

stack_thread& next_ready();

/// Where all of the process is steered: wakes whom something has come for from outside. Where
/// nobody is ready, waits for it, until a deadline passes.
WEFT_NOINLINE void let_outside_come(bool may_stay) {
    if (load(signalled) != 0)
        wake_signalled();
    if (outside::is_due() || !may_stay)
        outside::look();
    const auto nobody_can_run = [&] {
        return !may_stay && ready.front() == nullptr &&
               (first_sleeper == nullptr ? outside::may_come() : outside::is_awaited());
    };
    if (!nobody_can_run())
        return;
    idles = true;
    deadline_t until = forever;
    for (deadline_t time = now(); nobody_can_run() && time < until; time = now()) {
        time_passes = true;
        until = first_sleeper == nullptr ? forever : first_sleeper->deadline;
        outside::sleep_while(signalled, 0, until);
        outside::look();
        if (load(signalled) != 0)
            wake_signalled();
    }
    time_passes = false;
    idles = false;
}

/// Who goes on, taken out of all queues; the driver, where the run is over.
stack_thread& choose_next(bool may_stay) {
    if (alone != nullptr) [[unlikely]] {
        forget_others();
        return may_stay ? *current : next_ready();
    }
    if (driver == nullptr)
        let_outside_come(may_stay);
    stack_thread** const able = able_in_run->data();
    stack_thread** end = able;
    if (may_stay)
        *end++ = current;
    ready.for_each([&](stack_thread& each) { *end++ = &each; });
    stack_thread** const waiting = end;
    if (first_sleeper != nullptr) [[unlikely]]
        end = find_sleepers(end);
    const std::size_t chosen =
        steered->next({able, end}, may_stay, may_stay && is_access(current->next.what));
    if (chosen == steered_run::over)
        return *driver;
    stack_thread& next = *able[chosen];
    if (may_stay) {
        if (chosen == 0)
            return next;
        ready.push_front(*current);
    }
    if (able + chosen >= waiting) {
        virtual_time = std::max(virtual_time, next.deadline);
        wake(next, wait_end::too_late);
    }
    ready.remove(next);
    return next;
}

stack_thread& next_steered(bool may_stay) {
    if (accesses == nullptr) [[likely]]
        return choose_next(may_stay);
    accesses->pauses();
    stack_thread& next = choose_next(may_stay);
    if (steered != nullptr && &next != driver)
        accesses->goes_on(number_of(next));
    return next;
}

/// Not inlined, but in `take_point`, which is called much more often.
WEFT_NOINLINE stack_thread& next_able() {
    return next_steered(false);
}

stack_thread& next_ready() {
    if (steered != nullptr)
        return next_able();
    for (;;) {
        if (alone != nullptr)
            forget_others();
        if (first_sleeper != nullptr) { // a signal is for one that sleeps
            if (load(signalled) != 0)
                wake_signalled();
            if (first_sleeper != nullptr && watch.may_have_come(first_sleeper->deadline))
                wake_late();
        }
        if (outside::is_due()) [[unlikely]]
            look_outside();
        if (stack_thread* const next = ready.pop_front())
            return *next;
        idle();
    }
}

void run_others() {
    const kept_state kept;
    switch_to(next_ready());
}

/// Where that unwinds, another one is woken instead.
WEFT_NOINLINE void take_interruption() {
    current->is_interrupted = false;
    struct woken {
        const std::uint32_t* word = *current->ended == wait_end::woken ? current->word : nullptr;
        ~woken() {
            stack_thread* const other = word == nullptr ? nullptr : take_waiting_on(word);
            if (other != nullptr)
                make_ready(*other, wait_end::woken);
        }
    } by;
    outside::interrupted();
    by.word = nullptr;
}

[[noreturn]] WEFT_NOINLINE void raise_deadlock() {
    raise(deadlock(deadlock_report(all_blocked())));
}

stack_thread* choose_waiting(const std::uint32_t* word) {
    const std::size_t waiting = count_waiting_on(word);
    if (waiting < 2)
        return take_waiting_on(word);
    const unseen choosing;
    stack_thread& chosen = find_waiting_on(word, steered->choose(waiting));
    remove_waiting(chosen);
    return &chosen;
}

} // namespace

std::uint32_t held_by_this_thread() noexcept {
    return held_by(current->record.ident);
}

stack_thread& running() noexcept {
    return *current;
}

void begin_thread(stack_thread& thread) {
    if (alone != nullptr)
        forget_others();
    add(thread);
    if (is_called_in())
        return make_ready(thread, std::nullopt);
    if (starters_run_first && steered == nullptr)
        return ready.push_back(thread);
    ready.push_front(*current);
    const kept_state kept;
    if (steered == nullptr)
        return switch_to(thread);
    current->next.what = operation::start;
    current->next.object = nullptr;
    thread.next = {.thread = ++started_in_run};
    thread.pointless = 0;
    if (started_in_run >= able_in_run->size())
        able_in_run->resize(2 * able_in_run->size());
    if (accesses != nullptr) {
        accesses->pauses();
        accesses->started(current->next.thread, started_in_run, thread.record, thread.own.lowest(),
                          thread.own.size());
    }
    if (starters_run_first)
        ready.push_back(thread);
    else
        ready.push_front(thread);
    switch_to(next_able());
}

void let_starters_run_first() noexcept {
    starters_run_first = true;
}

unsigned next_number() noexcept {
    return started_in_run + 1;
}

namespace {

void begin_steering(stack_thread& first, steered_run& run, deadline_t time) {
    if (able_in_run == nullptr)
        able_in_run = new std::vector<stack_thread*>(16);
    started_in_run = 0;
    first.next = {};
    first.pointless = 0;
    virtual_time = time;
    steered = &run;
}

} // namespace

void steer_process(steered_run& run) {
    if (alone != nullptr)
        forget_others();
    begin_steering(*current, run, now());
    detail::sole_holder = 0;
}

void begin_run(stack_thread& body, steered_run& run) {
    add(body);
    driver = current;
    begin_steering(body, run, 0);
    if (accesses != nullptr)
        accesses->begin_run(run, body.record);
    {
        const kept_state kept;
        switch_to(body);
    }
    end_steering();
    ready = {};
    for (stack_thread* t = current->newer; t != nullptr; t = t->newer) {
        if (t->asleep)
            remove_sleeper(*t);
    }
    if (current->newer != nullptr)
        forget_waiting_but(*current);
}

stack_thread* take_abandoned() noexcept {
    stack_thread* const thread = newest;
    if (thread == current)
        return nullptr;
    newest = thread->older;
    newest->newer = nullptr;
    return thread;
}

void end_run() noexcept {
    switch_to(*driver);
    std::abort(); // nobody comes back
}

WEFT_FLATTENED void take_point(operation what, const void* object) noexcept {
    if (current->pointless != 0)
        return;
    tell(event::at_point);
    current->next.what = what;
    current->next.object = object;
    stack_thread& next = next_steered(true);
    if (&next == current)
        return;
    const kept_state kept;
    switch_to(next);
}

unsigned number_of(const stack_thread& thread) noexcept {
    return thread.next.thread;
}

unseen::unseen() noexcept : was_seen_(accesses != nullptr && accesses->pauses()) {}
unseen::~unseen() {
    if (was_seen_ && steered != nullptr)
        accesses->goes_on(number_of(*current));
}

no_points::no_points() noexcept {
    ++current->pointless;
}
no_points::~no_points() {
    --current->pointless;
}

void fail_run(std::string_view why) {
    if (steered == nullptr)
        return;
    steered->failed(why);
    end_run();
}

ready_threads get_ready() noexcept {
    std::size_t count = 0;
    ready.for_each([&](const stack_thread&) { ++count; });
    const stack_thread* first = ready.front();
    if (first_sleeper != nullptr && first_sleeper->deadline <= now()) {
        first = first != nullptr ? first : first_sleeper;
        ++count;
    }
    return {first, count == 0 ? 0 : count - 1};
}

bool is_last() noexcept {
    if (alone != nullptr)
        forget_others();
    return oldest == newest;
}

void end_thread() {
    const stack_thread& self = *current;
    (self.older == nullptr ? oldest : self.older->newer) = self.newer;
    (self.newer == nullptr ? newest : self.newer->older) = self.older;
    // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the last one does not end.
    stack_thread& next = steered != nullptr && self.older == driver ? *driver : next_ready();
    switch_to(next);
}

void pass() noexcept {
    if (is_called_in())
        return;
    current->next.what = operation::yield;
    current->next.object = nullptr;
    ready.push_back(*current);
    run_others();
}

WEFT_FLATTENED wait_end wait() {
    if (is_called_in())
        outside::refuse_to_switch();
    if (current->is_interrupted) [[unlikely]] {
        current->is_interrupted = false;
        outside::interrupted();
        return wait_end::woken;
    }
    current->next.what = current->why == purpose::sleep ? operation::sleep : operation::acquire;
    current->next.object = current->word;
    add_waiting(*current);
    if (current->deadline != forever || current->why == purpose::sleep)
        add_sleeper(*current);
    current->is_parked = true;
    run_others();
    if (!current->ended)
        raise_deadlock();
    const wait_end how = *current->ended;
    if (current->is_interrupted) [[unlikely]] {
        if (how == wait_end::has_lock)
            outside::stays_interrupted();
        else
            take_interruption();
    }
    return how;
}

void make_ready(stack_thread& thread, std::optional<wait_end> how) noexcept {
    if (thread.asleep)
        remove_sleeper(thread);
    thread.ended = how;
    thread.is_parked = false;
    ready.push_back(thread);
    if (is_called_in())
        outside::wake();
}

void interrupt(stack_thread& thread) noexcept {
    thread.is_interrupted = true;
    if (thread.is_parked)
        wake(thread, wait_end::woken);
}

stack_thread* take_waiting(const std::uint32_t* word) noexcept {
    if (alone != nullptr)
        forget_others();
    return steered == nullptr ? take_waiting_on(word) : choose_waiting(word);
}

void expect_signals(bool may_come) noexcept {
    signals_may_come = may_come;
}

void ask_to_unpark(std::uint32_t* word) noexcept {
    word_to_unpark = word;
    exchange(signalled, 1);
    wake_sleeper(signalled);
}

std::vector<blocked> all_blocked() {
    std::vector<blocked> all;
    for (const stack_thread* t = steered == nullptr || driver == nullptr ? oldest : driver->newer;
         t != nullptr; t = t->newer)
        all.push_back({&t->record, t->word, t->why});
    return all;
}

thread_record& self() noexcept {
    return running_or_main().record;
}

void at_end(thread_end& last) {
    add_end(running_or_main().owed, last);
}

unsigned concurrency() noexcept {
    return 1;
}

} // namespace backend

} // namespace weft
