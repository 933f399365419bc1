// A program that is written against std, and what its threads throw. It prints the same with std's
// own, with weft:: for std::, and with the headers of dropin/.
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <functional>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

/// What it throws, as text.
template <class F>
static std::string thrown_by(F&& f) {
    try {
        f();
    } catch (const std::future_error& error) {
        return error.code() == std::future_errc::broken_promise ? "broken_promise"
               : error.code() == std::future_errc::future_already_retrieved
                   ? "future_already_retrieved"
               : error.code() == std::future_errc::promise_already_satisfied
                   ? "promise_already_satisfied"
               : error.code() == std::future_errc::no_state ? "no_state"
                                                            : "another future_error";
    } catch (const std::system_error& error) {
        return error.code() == std::errc::operation_not_permitted ? "operation_not_permitted"
               : error.code() == std::errc::resource_deadlock_would_occur
                   ? "resource_deadlock_would_occur"
               : error.code() == std::errc::invalid_argument ? "invalid_argument"
                                                             : "another system_error";
    } catch (const std::exception& error) {
        return error.what();
    }
    return "nothing";
}

template <class F>
static void show(const char* what, F&& f) {
    std::printf("%s: %s\n", what, thrown_by(std::forward<F>(f)).c_str());
}

[[noreturn]] static int fails() {
    throw std::runtime_error("failed");
}

template <template <class> class Lock, class Mutex>
static void locks(const char* what) {
    std::printf("%s\n", what);
    Mutex mutex;
    Lock<Mutex> lock(mutex);
    show("locked twice", [&] { lock.lock(); });
    show("tried twice", [&] { static_cast<void>(lock.try_lock()); });
    show("without a mutex", [] { Lock<Mutex>().lock(); });
}

int main() {
    locks<std::unique_lock, std::mutex>("unique_lock");
    locks<std::shared_lock, std::shared_mutex>("shared_lock");
    std::mutex free;
    std::unique_lock<std::mutex> unlocked(free, std::defer_lock);
    show("not locked, and unlocked", [&] { unlocked.unlock(); });
    show("a thread that is none is joined", [] { std::thread().join(); });
    show("or detached", [] { std::thread().detach(); });

    std::once_flag flag;
    show("a call", [&] { std::call_once(flag, fails); });
    show("the next", [&] { std::call_once(flag, [] {}); });
    show("and the next", [&] { std::call_once(flag, fails); });

    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    show("a second future", [&] { static_cast<void>(promise.get_future()); });
    std::thread sets([&promise] {
        try {
            fails();
        } catch (...) {
            promise.set_exception(std::current_exception());
        }
    });
    show("an exception is the result", [&] { future.get(); });
    sets.join();
    show("a second result", [&] { promise.set_value(1); });
    show("a future without a promise", [] { std::future<int>().get(); });
    show("a promise that was moved", [&] {
        const std::promise<int> moved = std::move(promise);
        promise.set_value(1);
    });
    std::future<void> broken;
    {
        std::promise<void> never_kept;
        broken = never_kept.get_future();
    }
    show("a promise that is broken", [&] { broken.get(); });
    std::packaged_task<int()> task(fails);
    std::future<int> result = task.get_future();
    std::thread(std::ref(task)).join();
    show("a task", [&] { result.get(); });
    show("again", [&] { task(); });
    show("async", [] { std::async(std::launch::async, fails).get(); });
    show("deferred", [] { std::async(std::launch::deferred, fails).get(); });

    std::mutex mutex;
    std::condition_variable condition;
    show("a condition", [&] {
        std::unique_lock<std::mutex> lock(mutex);
        condition.wait(lock, [] { return fails() != 0; });
    });
    std::printf("the mutex is free: %d\n", mutex.try_lock());
    mutex.unlock();
    std::printf("%s\n", std::future_error(std::future_errc::no_state).code().category().name());
    std::printf("done\n");
}
