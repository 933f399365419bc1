#include "thread.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <set>

#include "attributes.hpp"
#include "boundary.hpp"
#include "call_on.hpp" // the processor's
#include "ending.hpp"
#include "foreign_threads.hpp" // the system's
#include "giving_way.hpp"
#include "host.hpp"
#include "joinable.hpp"
#include "moments.hpp"
#include "process.hpp" // the system's
#include "scheduler.hpp"
#include "signals.hpp" // the system's
#include "thread_names.hpp"
#include "weft/local.hpp"
#include "weft/std/semaphore.hpp"
#include "weft/std/thread.hpp"

namespace weft::posix {

namespace {

constinit thread main_thread{};

/// Never destroyed: threads may go on while the process ends.
std::set<thread*>& live() {
    static auto& all = *new std::set<thread*>{&main_thread};
    return all;
}

local<thread*>& current() {
    static auto& own = *new local<thread*>;
    return own;
}

/// How many were made by `pthread_create`, and have not ended; and, where main waits for that, that
/// none is left.
constinit std::size_t running = 0;
constinit bool is_main_last = false;
constinit counting_semaphore<> none_left{0};

/// In a child of fork, who called it is alone.
WEFT_INITIALISED_EARLY const host::at_fork leave_others([] {
    running = self().function == nullptr ? 0 : 1;
});

void forget(thread& ended) noexcept {
    live().erase(&ended);
    if (&ended != &main_thread)
        delete &ended;
}

/// Of what calls a thread's function on a stack of the program's.
constexpr std::size_t carrier_size = 65536;
constexpr std::uintptr_t stack_alignment = 16;

/// The end of a stack of the program's.
void* highest_of(const thread& which) noexcept {
    const auto end = reinterpret_cast<std::uintptr_t>(which.had.stack) + which.had.stack_size;
    return reinterpret_cast<void*>(end / stack_alignment * stack_alignment);
}

class task final : public detail::task {
  public:
    explicit task(thread& given)
        : detail::task({.address = reinterpret_cast<void (*)()>(given.function)}), thread_(given) {}

    void run() override {
        know_thread();
        *current() = &thread_;
        thread_.runs_as = &backend::running();
        if (thread_.had.stack != nullptr)
            call_on(highest_of(thread_), call_on_given, &thread_);
        else
            call_on_own();
        tell_end(thread_);
        detail::tell_end();
        if (--running == 0 && is_main_last)
            none_left.release();
        if (thread_.had.is_detached)
            posix::forget(thread_);
    }
    void forget() noexcept override { delete this; }

  private:
    void call_on_own() {
        const backend::context& own = thread_.runs_as->own;
        if (thread_.had.stack_size == 0)
            thread_.had.stack_size = own.size();
        const char* const highest = static_cast<const char*>(own.lowest()) + own.size();
        thread_.had.stack = const_cast<char*>(highest) - thread_.had.stack_size;
        call_to_end(thread_);
    }

    static void call_on_given(void* given) noexcept { call_to_end(*static_cast<thread*>(given)); }

  private:
    thread& thread_;
};

void let_main_be_joined() {
    main_thread.state = detail::make_joinable(main_ident, detail::release_teller);
    if (main_thread.has_ended)
        detail::tell_end(*main_thread.state);
}

/// 0, or why nobody may join or detach it.
int refusal(const thread* given) {
    if (given == nullptr)
        return ESRCH;
    if (given->had.is_detached || given->is_awaited)
        return EINVAL;
    if (given->state == nullptr)
        let_main_be_joined();
    return 0;
}

/// As `lock_until` takes it.
struct end_of {
    const thread& joined;
    [[nodiscard]] bool try_lock() const { return joined.has_ended && lock_within(0); }
    [[nodiscard]] bool lock_within(std::int64_t nanoseconds) const {
        return detail::ends_before(*joined.state, deadline_in(nanoseconds, now()));
    }
};

/// Joins it, once `wait(thread&)`, which may throw, has returned 0; else returns that.
template <class Wait>
int join(pthread_t id, void** result, Wait wait) {
    thread* const given = find(id);
    if (const int refused = answer_of([&] { return refusal(given); }))
        return refused;
    const int refused = answer_of([&] {
        given->is_awaited = true;
        const struct until_end {
            thread& given;
            ~until_end() { given.is_awaited = false; }
        } awaited{*given};
        return wait(*given);
    });
    if (refused != 0)
        return refused;
    detail::tell_acquire(given->state);
    detail::tell_release(given->state); // no lock that is held from here on
    if (result != nullptr)
        *result = given->result;
    detail::forget_ended(*given->state);
    forget(*given);
    return 0;
}

} // namespace

thread& self() {
    refuse_foreign();
    thread*& own = *current();
    if (own == nullptr) {
        own = &main_thread;
        own->runs_as = &backend::running();
    }
    return *own;
}

thread* find(pthread_t id) noexcept {
    auto* const wanted = reinterpret_cast<thread*>(id);
    return live().contains(wanted) ? wanted : nullptr;
}

void tell_end(thread& ended) noexcept {
    ended.has_ended = true;
    forget_signals(ended);
    if (&ended == &main_thread && ended.state != nullptr)
        detail::tell_end(*ended.state);
}

void wait_for_all() {
    is_main_last = true;
    while (running != 0)
        none_left.acquire();
    detail::tell_count();
}

void forget_values(pthread_key_t key) noexcept {
    for (thread* each : live()) {
        if (key < each->values.size)
            each->values.all[key] = nullptr;
    }
}

extern "C" {

int create_here(pthread_t* made, const pthread_attr_t* given, void* (*function)(void*),
                void* argument) asm("pthread_create");
int create_here(pthread_t* made, const pthread_attr_t* given, void* (*function)(void*),
                void* argument) {
    return answer_of([&] {
        const thread_attributes wanted =
            given == nullptr ? thread_attributes() : attributes_of(*given);
        auto* const begun = new thread;
        ++running;
        const auto undo = [](thread* refused) {
            --running;
            forget_signals(*refused);
            forget(*refused);
        };
        std::unique_ptr<thread, void (*)(thread*)> known(begun, undo);
        live().insert(begun);
        begun->function = function;
        begun->argument = argument;
        std::memcpy(begun->name, name_of(self()), sizeof begun->name);
        begun->had = wanted;
        auto work = std::make_unique<task>(*begun);
        inherit_signals(*begun, self());
        detail::thread_state* const state = begun->state =
            detail::make_joinable(detail::release_teller);
        expect_threads();
        *made = id_of(*begun);
        detail::start_joinable(state, work.release(),
                               wanted.stack == nullptr ? wanted.stack_size : carrier_size);
        static_cast<void>(known.release());
        if (wanted.is_detached) // it may be gone
            detail::detach(*state);
        give_way_at_times(tries_at_once); // as new threads go first
        run_handlers();                   // of what it, or others, have sent meanwhile
        return 0;
    });
}

int pthread_join(pthread_t id, void** result) {
    return join(id, result, [](const thread& given) {
        const cancellation_point here;
        detail::wait_for_end(*given.state);
        return 0;
    });
}

int pthread_clockjoin_np(pthread_t id, void** result, clockid_t clock, const timespec* time) {
    if (time == nullptr || find(id) == &self()) // which never waits for itself
        return pthread_join(id, result);
    return join(id, result, [=](const thread& given) {
        const cancellation_point here;
        end_of ended{given};
        return lock_until(ended, clock, *time);
    });
}

int pthread_timedjoin_np(pthread_t id, void** result, const timespec* time) {
    return pthread_clockjoin_np(id, result, CLOCK_REALTIME, time);
}

int tryjoin_here(pthread_t id, void** result) asm("pthread_tryjoin_np");
int tryjoin_here(pthread_t id, void** result) {
    give_way_at_times(tries_at_once); // before it counts as who joins it
    return join(id, result, [](const thread& given) {
        if (!given.has_ended)
            return EBUSY;
        detail::wait_for_end(*given.state);
        return 0;
    });
}

int pthread_detach(pthread_t id) {
    thread* const given = find(id);
    if (const int refused = answer_of([&] { return refusal(given); }))
        return refused;
    given->had.is_detached = true;
    detail::detach(*given->state);
    if (given->has_ended)
        forget(*given);
    return 0;
}

pthread_t pthread_self() {
    return id_of(self());
}

} // extern "C"

} // namespace weft::posix
