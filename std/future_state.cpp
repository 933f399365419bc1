// What a promise and its futures share, over a word.
#include "weft/std/detail/future_state.hpp"

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

#include "awaited_thread.hpp"
#include "backend.hpp"
#include "clock.hpp"
#include "lock_word.hpp"
#include "misuse.hpp"
#include "owned_task.hpp"
#include "park_while.hpp"
#include "raise.hpp"
#include "steering.hpp" // the backend's
#include "thrown.hpp"
#include "word.hpp" // the backend's

namespace weft::detail {

/// Of a state, which this has no part in: the last owner waits for the thread.
struct async_thread final : awaited_thread {
    async_thread(future_state& launched, void (*told)(void*)) : state(launched), teller(told) {}

    void ended() noexcept override {
        if (teller != nullptr)
            teller(&state);
        if ((backend::load(state.word_) & future_state::stored) == 0)
            state.keep(future_state::broken); // it was ended before it began
        backend::point(operation::release, &word);
        if ((backend::exchange(word, 0) & waited_for) != 0)
            backend::unpark_all(&word);
        backend::point(operation::released, nullptr);
    }

    future_state& state;
    void (*const teller)(void*);
};

/// Not allocated: that it is deleted destroys it.
struct async_task final : task {
    async_task(future_state& launched, started_function name) : task(name), state(launched) {}
    // NOLINTNEXTLINE(misc-new-delete-overloads): as it says.
    void operator delete(void*) noexcept {}

    void run() override { state.run(); }
    void forget() noexcept override {}

    future_state& state;
};

namespace {

/// What is in a thread_room.
struct launched_thread {
    async_thread thread;
    alignas(async_task) std::byte task[sizeof(async_task)];
};

async_thread& thread_in(std::byte* room) {
    return std::launder(reinterpret_cast<launched_thread*>(room))->thread;
}

} // namespace

void refuse(future_errc why) {
    raise(future_error(why));
}

// Of what is not launched, these are not called.

void future_state::run() {
    std::abort();
}

future_state::thread_room& future_state::room() noexcept {
    std::abort();
}

std::uint32_t future_state::result_shared() const noexcept {
    return backend::load(word_);
}

// Owners:

void future_state::add_owner_shared() noexcept {
    backend::add(owners_, 1);
}

void future_state::let_go_shared(std::uint32_t parts) noexcept {
    // Who has all parts is alone.
    if (backend::load(owners_) == parts || backend::add(owners_, 0 - parts) == parts)
        destroy();
}

void future_state::abandon_shared(std::uint32_t parts) noexcept {
    if ((backend::load(word_) & stored) == 0 && backend::load(owners_) != parts)
        publish_shared(broken);
    let_go_shared(parts);
}

// Waiting:

bool future_state::wait_till(deadline_t deadline) {
    if ((backend::load(word_) & threaded) != 0)
        return park_while(thread_in(room().bytes).word, waited_for, backend::purpose::end_of_thread,
                          deadline, [](std::uint32_t seen) { return seen != 0; });
    return park_while(word_, parked, backend::purpose::future, deadline,
                      [](std::uint32_t seen) { return (seen & ready) == 0; });
}

void future_state::wait_shared() {
    backend::point(operation::acquire, &word_);
    if (run_deferred())
        return;
    if ((backend::load(word_) & threaded) != 0)
        refuse_own_end(thread_in(room().bytes));
    static_cast<void>(wait_till(forever));
}

bool future_state::wait_shared_within(std::int64_t nanoseconds) {
    backend::point(operation::acquire, &word_);
    return wait_till(deadline_in(nanoseconds, backend::moment()));
}

future_status future_state::status_shared() noexcept {
    backend::point(operation::acquire, &word_);
    const std::uint32_t seen = backend::load(word_);
    if ((seen & deferred) != 0)
        return future_status::deferred;
    const bool is_ready = (seen & threaded) != 0 ? backend::load(thread_in(room().bytes).word) == 0
                                                 : (seen & ready) != 0;
    return is_ready ? future_status::ready : future_status::timeout;
}

bool future_state::run_deferred() {
    std::uint32_t seen = 0;
    do {
        seen = backend::load(word_);
        if ((seen & deferred) == 0)
            return false;
    } while (!backend::replace(word_, seen, (seen & ~deferred) | taken));
    struct ready_at_end {
        future_state& state;
        ~ready_at_end() { state.make_ready(); }
    };
    const ready_at_end made{*this};
    run();
    return true;
}

void future_state::throw_stored() const {
    if ((word_ & broken) != 0)
        refuse(future_errc::broken_promise);
    rethrow(failure_);
}

// The result:

void future_state::claim_shared() {
    for (;;) {
        const std::uint32_t seen = backend::load(word_);
        if ((seen & stored) != 0)
            refuse(future_errc::promise_already_satisfied);
        if ((seen & taken) != 0) {
            park_while(word_, parked, backend::purpose::future, forever,
                       [](std::uint32_t now) { return (now & (taken | stored)) == taken; });
        } else if (backend::replace(word_, seen, seen | taken)) {
            return;
        }
    }
}

void future_state::claim_once_shared() {
    std::uint32_t seen = 0;
    do {
        seen = backend::load(word_);
        if ((seen & (taken | stored)) != 0)
            refuse(future_errc::promise_already_satisfied);
    } while (!backend::replace(word_, seen, seen | taken));
}

void future_state::unclaim() noexcept {
    if ((backend::add(word_, 0 - taken) & parked) != 0)
        backend::unpark_all(&word_);
}

void future_state::publish_shared(std::uint32_t what) noexcept {
    backend::point(operation::release, &word_);
    if ((backend::add(word_, stored | ready | what) & parked) != 0)
        backend::unpark_all(&word_);
    backend::point(operation::released, nullptr);
}

void future_state::keep(std::uint32_t what) noexcept {
    if ((backend::add(word_, stored | what) & parked) != 0)
        backend::unpark_all(&word_); // who would claim it
}

void future_state::make_ready() noexcept {
    backend::point(operation::release, &word_);
    if ((backend::add(word_, ready) & parked) != 0)
        backend::unpark_all(&word_);
    backend::point(operation::released, nullptr);
}

void future_state::set_failure(std::exception_ptr thrown) {
    expect_exception(thrown);
    claim();
    write_failure(std::move(thrown));
    publish(failure);
}

void future_state::expect_exception(const std::exception_ptr& thrown) noexcept {
    if (thrown == nullptr)
        misused("gives a promise no exception, but null");
}

// At the end of a thread:

/// Deletes itself.
class future_state::thread_exit final : public thread_end {
  public:
    void ended() noexcept override {
        if (state != nullptr) {
            if (teller != nullptr)
                teller(state);
            state->make_ready();
            state->let_go_shared(1);
        }
        delete this;
    }

    future_state* state = nullptr; ///< in which it has a part
    void (*teller)(void*) = nullptr;
};

future_state::thread_exit& future_state::at_thread_exit() {
    claimed until_made(*this);
    auto made = std::make_unique<thread_exit>();
    backend::at_end(*made);
    until_made.is_written();
    return *made.release();
}

void future_state::publish_at(thread_exit& exit, std::uint32_t what,
                              void (*teller)(void*)) noexcept {
    add_owner_shared();
    exit.state = this;
    exit.teller = teller;
    keep(what);
}

void future_state::set_failure_at_thread_exit(std::exception_ptr thrown, void (*teller)(void*)) {
    expect_exception(thrown);
    claim();
    thread_exit& exit = at_thread_exit();
    write_failure(std::move(thrown));
    publish_at(exit, failure, teller);
}

// What is launched:

void future_state::start_thread(started_function name, bool may_be_deferred,
                                void (*teller)(void*)) {
    static_assert(sizeof(launched_thread) <= sizeof(thread_room));
    static_assert(alignof(launched_thread) <= alignof(thread_room));
    struct defer_at_end {
        std::uint32_t* word;
        ~defer_at_end() {
            if (word != nullptr)
                backend::exchange(*word, deferred);
        }
    };
    defer_at_end unless_started{&word_};
    auto& [thread, place] = *::new (static_cast<void*>(room().bytes))
                                launched_thread{.thread = {*this, teller}, .task = {}};
    owned_task work(::new (static_cast<void*>(place)) async_task(*this, name));
    if (!may_be_deferred)
        weft::start(std::move(work), thread);
    else if (!starts(std::move(work), thread))
        return;
    unless_started.word = nullptr;
}

} // namespace weft::detail
