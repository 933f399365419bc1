// Threads that are waited for, over a word that says which one has not ended.
#include "weft/std/thread.hpp"

#include <exception>
#include <memory>
#include <string>
#include <system_error>

#include "awaited_thread.hpp"
#include "backend.hpp"
#include "joinable.hpp"
#include "lock_word.hpp"
#include "misuse.hpp"
#include "owned_task.hpp"
#include "park_while.hpp"
#include "raise.hpp"
#include "steering.hpp" // the backend's
#include "thread_name.hpp"
#include "word.hpp" // the backend's

namespace weft {

namespace {

/// What the word holds instead where nobody will wait.
constexpr std::uint32_t detached = waited_for;

} // namespace

/// Who waits for the end deletes it then; where nobody will, the thread does.
struct detail::thread_state final : awaited_thread {
    explicit thread_state(void (*told)(void*)) : teller(told) {}

    void ended() noexcept override {
        if (teller != nullptr)
            teller(this);
        backend::point(operation::release, &word);
        const std::uint32_t before = backend::exchange(word, 0);
        if (before == detached)
            delete this;
        else if ((before & waited_for) != 0)
            backend::unpark_one(&word);
        backend::point(operation::released, nullptr);
    }

    void (*const teller)(void*);
};

detail::thread_state* detail::make_joinable(void (*teller)(void*)) {
    return new thread_state(teller);
}

detail::thread_state* detail::make_joinable(ident_t running, void (*teller)(void*)) {
    auto* const made = new thread_state(teller);
    made->word = owner_word(running);
    made->ident = running;
    return made;
}

void detail::tell_end(thread_state& ended) noexcept {
    ended.ended();
}

void detail::start_joinable(thread_state* made, task* work, std::size_t stack_size) {
    owned_task owned(work);
    std::unique_ptr<thread_state> state(made);
    state->stack_size = stack_size;
    start(std::move(owned), *state);
    static_cast<void>(state.release());
}

detail::thread_state* detail::start_joinable(task* work, void (*teller)(void*)) {
    owned_task owned(work);
    thread_state* const state = make_joinable(teller);
    start_joinable(state, owned.release(), 0);
    return state;
}

ident_t detail::ident_of(const thread_state& thread) noexcept {
    return thread.ident;
}

bool detail::ends_before(const thread_state& thread, deadline_t deadline) {
    refuse_own_end(thread);
    auto& word = const_cast<std::uint32_t&>(thread.word);
    backend::point(operation::acquire, &word);
    return park_while(word, waited_for, backend::purpose::end_of_thread, deadline,
                      [](std::uint32_t seen) { return seen != 0; });
}

void detail::wait_for_end(const thread_state& thread) {
    ends_before(thread, forever);
}

void detail::forget_ended(const thread_state& thread) noexcept {
    delete &thread;
}

void detail::detach(thread_state& thread) noexcept {
    backend::point(operation::release, &thread.word);
    if (backend::exchange(thread.word, detached) == 0)
        forget_ended(thread);
}

void detail::lose(const thread_state& thread, const char* does) noexcept {
    say_misuse(std::string(does) + " the thread object of " +
               thread_name(thread.ident, thread.started) + ", which is joinable");
    std::terminate();
}

void detail::refuse_not_joinable() {
    raise(std::system_error(std::make_error_code(std::errc::invalid_argument),
                            "weft: the thread is not joinable"));
}

unsigned thread::hardware_concurrency() noexcept {
    return backend::concurrency();
}

} // namespace weft
