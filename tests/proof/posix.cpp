#include "posix.hpp"

#include <cerrno>
#include <map>
#include <set>
#include <thread>

#include <weft/explore.hpp>

#include "parking.hpp"
#include "posix/host.hpp"
#include "scheduler.hpp"
#include "steered_run.hpp"
#include "steering.hpp"
#include "wait_queues.hpp"

namespace proof {

namespace {

using namespace weft::backend;
using weft::deadline_t;
using weft::forever;
using weft::operation;

constinit int early_returns_left = 0;
using action = void (*)();
constinit action forget_waiters = nullptr;

std::map<const pthread_mutex_t*, const stack_thread*> holders;
std::set<const pthread_cond_t*> conditions;

/// An address that threads wait at.
template <class T>
const std::uint32_t* word_of(const T* object) {
    return reinterpret_cast<const std::uint32_t*>(object);
}

template <class T>
wait_end wait_at(const T* object, deadline_t deadline) {
    running().word = word_of(object);
    running().deadline = deadline;
    running().why = purpose::lock;
    return weft::backend::wait();
}

bool ends_early() {
    if (early_returns_left == 0 || steered->choose(2) == 0)
        return false;
    --early_returns_left;
    return true;
}

void let_go(const pthread_mutex_t* mutex) {
    const auto held = holders.find(mutex);
    if (held == holders.end() || held->second != &running())
        weft::fail("a mutex is unlocked by who does not have it");
    holders.erase(held);
    if (stack_thread* const waiting = take_waiting(word_of(mutex)))
        make_ready(*waiting, wait_end::woken);
}

void expect_made(const pthread_cond_t* condition) {
    if (conditions.count(condition) == 0)
        weft::fail("a condition is used that was destroyed");
}

int wait_signal(pthread_cond_t* condition, pthread_mutex_t* mutex, deadline_t deadline) {
    take_point(operation::acquire, condition);
    expect_made(condition);
    let_go(mutex);
    const bool late = !ends_early() && wait_at(condition, deadline) == wait_end::too_late;
    posix::lock(mutex);
    return late ? ETIMEDOUT : 0;
}

} // namespace

int posix::lock(pthread_mutex_t* mutex) {
    take_point(operation::acquire, mutex);
    while (holders.count(mutex) != 0)
        wait_at(mutex, forever);
    holders[mutex] = &running();
    return 0;
}

int posix::unlock(pthread_mutex_t* mutex) {
    take_point(operation::release, mutex);
    let_go(mutex);
    return 0;
}

int posix::make(pthread_cond_t* condition) {
    if (ends_early())
        return EAGAIN;
    conditions.insert(condition);
    return 0;
}

int posix::destroy(pthread_cond_t* condition) {
    take_point(operation::acquire, condition);
    expect_made(condition);
    if (count_waiting_on(word_of(condition)) != 0)
        weft::fail("a condition is destroyed that is waited on");
    conditions.erase(condition);
    return 0;
}

int posix::wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
    return wait_signal(condition, mutex, forever);
}

int posix::wait_until(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec& end) {
    return wait_signal(condition, mutex, end.tv_sec * 1'000'000'000LL + end.tv_nsec);
}

int posix::signal(pthread_cond_t* condition) {
    take_point(operation::acquire, condition);
    expect_made(condition);
    if (stack_thread* const waiting = take_waiting(word_of(condition))) {
        const bool late = waiting->deadline != forever && steered->choose(2) == 1;
        make_ready(*waiting, late ? wait_end::too_late : wait_end::woken);
    }
    return 0;
}

void begin_run(int early_returns) {
    early_returns_left = early_returns;
    if (holders.empty() && conditions.empty())
        return;
    holders.clear();
    conditions.clear();
    // By a thread of the system's, which waits for nothing, as this one still seems to.
    std::thread(forget_waiters).join();
}

} // namespace proof

weft::host::at_run::at_run(void (*forget)()) {
    proof::forget_waiters = forget;
}
