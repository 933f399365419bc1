// A program that is written against std, and uses everything of its threads that no thread has to
// wait in: a thread may run inside the call that starts it, to its end. It prints the same with
// std's own, with weft:: for std::, and with the headers of dropin/.
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <sstream>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

static void show(const char* what, int value) {
    std::printf("%s: %d\n", what, value);
}

static constexpr auto soon = 20ms;
static auto in_a_moment() {
    return std::chrono::steady_clock::now() + soon;
}

/// Runs it in a thread, and waits for the end of that.
template <class F>
static void elsewhere(F&& f) {
    std::thread(std::forward<F>(f)).join();
}

// <thread>

static void threads() {
    int sum = 0;
    std::thread adds([&sum](int one, std::unique_ptr<int> other) { sum = one + *other; }, 1,
                     std::make_unique<int>(2));
    show("a thread is joinable", adds.joinable());
    adds.join();
    show("and has added", sum);
    show("it is joined", !adds.joinable() && adds.get_id() == std::thread::id());

    std::thread::id inside;
    std::thread told([&inside] { inside = std::this_thread::get_id(); });
    const std::thread::id outside = told.get_id();
    std::thread moved = std::move(told);
    std::thread swapped;
    swap(moved, swapped);
    swapped.join();
    show("it knows its id", inside == outside);
    show("which is not main's", inside != std::this_thread::get_id());
    show("and has a hash",
         std::hash<std::thread::id>()(inside) == std::hash<std::thread::id>()(outside));
    show("ids are ordered",
         (inside < std::this_thread::get_id()) != (inside > std::this_thread::get_id()));
    std::ostringstream written, same;
    written << inside;
    same << outside;
    show("and written", !written.str().empty() && written.str() == same.str());

    std::atomic<bool> ran = false;
    std::thread([&ran] { ran = true; }).detach();
    while (!ran)
        std::this_thread::yield();
    show("one is detached", ran);
    static_cast<void>(std::thread::hardware_concurrency());

    const auto begin = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(soon);
    std::this_thread::sleep_until(begin + soon);
    show("main has slept", std::chrono::steady_clock::now() - begin >= soon);
}

static void joining_threads() {
    int given = 0;
    std::stop_token kept;
    {
        const std::jthread each([&given](const std::stop_token& token,
                                         int value) { given = token.stop_possible() ? value : 0; },
                                7);
        kept = each.get_stop_token();
    }
    show("a jthread joins by itself", given);
    show("and has been asked to stop", kept.stop_requested());
    std::jthread asked([] {});
    std::stop_source source = asked.get_stop_source();
    const std::stop_token token = asked.get_stop_token();
    show("a jthread can be asked", asked.request_stop() && token.stop_requested());
    show("and only once", !source.request_stop());
    asked.join();
    show("it is joined", !asked.joinable());
}

// <stop_token>

static void stops() {
    std::stop_source source;
    const std::stop_token token = source.get_token();
    int called = 0;
    {
        const std::stop_callback first(token, [&called] { called += 1; });
        const std::stop_callback<std::function<void()>> gone(token, [&called] { called += 100; });
    }
    const std::stop_callback second(token, [&called] { called += 10; });
    show("a stop is possible", token.stop_possible() && !token.stop_requested());
    elsewhere([&source] { source.request_stop(); });
    show("callbacks are called", called);
    const std::stop_callback third(token, [&called] { called += 1000; });
    show("late ones at once", called);
    const std::stop_source none(std::nostopstate);
    show("there may be nothing to stop",
         !none.stop_possible() && !std::stop_token().stop_possible());
    show("tokens are compared", token == source.get_token() && token != std::stop_token());
}

// <mutex>

template <class Mutex>
static void excludes(const char* what) {
    Mutex mutex;
    bool is_had = true;
    mutex.lock();
    elsewhere([&] { is_had = mutex.try_lock(); });
    mutex.unlock();
    show(what, !is_had);
}

template <class Mutex>
static void times_out(const char* what) {
    Mutex mutex;
    int had = 0;
    const std::lock_guard held(mutex);
    elsewhere([&] { had += mutex.try_lock_for(soon) ? 1 : 0; });
    elsewhere([&] { had += mutex.try_lock_until(in_a_moment()) ? 1 : 0; });
    show(what, had == 0);
}

template <class Mutex>
static void recurs(const char* what) {
    Mutex mutex;
    const std::scoped_lock outer(mutex);
    const std::unique_lock inner(mutex, std::try_to_lock);
    show(what, inner.owns_lock());
}

static std::mutex at_namespace_scope;

static void mutexes() {
    const std::lock_guard<std::mutex> held(at_namespace_scope);
    excludes<std::mutex>("a mutex excludes");
    excludes<std::recursive_mutex>("a recursive_mutex excludes");
    excludes<std::timed_mutex>("a timed_mutex excludes");
    excludes<std::recursive_timed_mutex>("a recursive_timed_mutex excludes");
    times_out<std::timed_mutex>("a timed_mutex times out");
    times_out<std::recursive_timed_mutex>("a recursive_timed_mutex times out");
    recurs<std::recursive_mutex>("a recursive_mutex is locked again");
    recurs<std::recursive_timed_mutex>("a recursive_timed_mutex is locked again");
}

static void guards() {
    std::mutex one, two, three;
    {
        std::unique_lock<std::mutex> first(one, std::defer_lock), second(two, std::defer_lock);
        std::lock(first, second);
        show("both are locked", first.owns_lock() && second.owns_lock());
        std::unique_lock<std::mutex> moved = std::move(first);
        show("one is moved", moved.owns_lock() && !first.owns_lock() && moved.mutex() == &one);
        int failed = -2;
        elsewhere([&] { failed = std::try_lock(three, two); });
        show("the second cannot be had", failed);
        moved.unlock();
        swap(first, moved);
        show("and swapped", !first && first.try_lock());
    }
    show("all can be had", std::try_lock(one, two, three));
    { const std::scoped_lock all(std::adopt_lock, one, two, three); }
    { const std::scoped_lock again(one, two, three); }
    {
        std::unique_lock<std::mutex> kept(one);
        std::mutex* const released = kept.release();
        const std::lock_guard<std::mutex> adopted(*released, std::adopt_lock);
        show("a lock is let go", released == &one && kept.mutex() == nullptr);
    }
    std::timed_mutex timed;
    const std::unique_lock<std::timed_mutex> in_time(timed, soon);
    const std::scoped_lock<> nothing;
    static_cast<void>(nothing);
    show("a lock is had in time", in_time.owns_lock());
}

static void once() {
    static std::once_flag flag;
    int called = 0;
    const auto call = [&called](int by) { called += by; };
    std::call_once(flag, call, 1);
    elsewhere([&] { std::call_once(flag, call, 10); });
    show("a function is called once", called);
}

// <shared_mutex>

template <class Mutex>
static void shares(const char* what) {
    Mutex mutex;
    int had = 0;
    {
        const std::shared_lock<Mutex> reads(mutex);
        elsewhere([&] {
            const std::shared_lock<Mutex> reads_too(mutex, std::try_to_lock);
            had += reads_too.owns_lock() ? 1 : 0;
        });
        elsewhere([&] {
            const std::unique_lock<Mutex> writes(mutex, std::try_to_lock);
            had += writes.owns_lock() ? 10 : 0;
        });
    }
    {
        const std::unique_lock<Mutex> writes(mutex);
        elsewhere([&] { had += mutex.try_lock_shared() ? 100 : 0; });
    }
    show(what, had);
}

static void shared_mutexes() {
    shares<std::shared_mutex>("a shared_mutex is shared by readers");
    shares<std::shared_timed_mutex>("a shared_timed_mutex is shared by readers");
    std::shared_timed_mutex timed;
    const std::lock_guard<std::shared_timed_mutex> held(timed);
    int had = 0;
    elsewhere([&] { had += timed.try_lock_for(soon) ? 1 : 0; });
    elsewhere([&] { had += timed.try_lock_shared_until(in_a_moment()) ? 1 : 0; });
    elsewhere([&] {
        const std::shared_lock<std::shared_timed_mutex> reads(timed, soon);
        had += reads.owns_lock() ? 1 : 0;
    });
    show("a shared_timed_mutex times out", had == 0);
}

// <condition_variable>

template <class Condition>
static void conditions(const char* what) {
    std::mutex mutex;
    Condition condition;
    bool is_ready = false;
    std::unique_lock<std::mutex> lock(mutex);
    int told = 0;
    told += condition.wait_for(lock, soon) == std::cv_status::timeout ? 1 : 0;
    told += condition.wait_until(lock, in_a_moment()) == std::cv_status::timeout ? 10 : 0;
    told += condition.wait_for(lock, soon, [&] { return is_ready; }) ? 0 : 100;
    lock.unlock();
    elsewhere([&] {
        const std::lock_guard<std::mutex> held(mutex);
        is_ready = true;
        condition.notify_one();
        condition.notify_all();
    });
    lock.lock();
    condition.wait(lock, [&] { return is_ready; });
    told += condition.wait_until(lock, in_a_moment(), [&] { return is_ready; }) ? 1000 : 0;
    show(what, told);
    show("the lock is held", lock.owns_lock());
}

static void further_conditions() {
    std::shared_mutex mutex;
    std::condition_variable_any condition;
    std::shared_lock<std::shared_mutex> lock(mutex);
    std::stop_source source;
    source.request_stop();
    show("a wait is stopped", !condition.wait(lock, source.get_token(), [] { return false; }));
    show("with a time, too",
         !condition.wait_for(lock, source.get_token(), 1h, [] { return false; }));

    std::mutex other;
    std::condition_variable at_end;
    bool has_ended = false;
    elsewhere([&] {
        std::unique_lock<std::mutex> held(other);
        has_ended = true;
        std::notify_all_at_thread_exit(at_end, std::move(held));
    });
    std::unique_lock<std::mutex> held(other);
    at_end.wait(held, [&] { return has_ended; });
    show("a thread's end is told", has_ended);
}

// <semaphore>, <latch>, <barrier>

static void counted() {
    std::counting_semaphore<10> semaphore(1);
    static_assert(std::counting_semaphore<10>::max() >= 10);
    semaphore.acquire();
    int had = semaphore.try_acquire() ? 1 : 0;
    had += semaphore.try_acquire_for(soon) ? 10 : 0;
    had += semaphore.try_acquire_until(in_a_moment()) ? 100 : 0;
    elsewhere([&] { semaphore.release(2); });
    had += semaphore.try_acquire_for(soon) ? 1000 : 0;
    semaphore.acquire();
    show("a semaphore counts", had);
    std::binary_semaphore binary(0);
    elsewhere([&] { binary.release(); });
    binary.acquire();
    show("a binary one, too", !binary.try_acquire());

    std::latch latch(3);
    show("a latch is closed", !latch.try_wait());
    elsewhere([&] { latch.count_down(2); });
    latch.arrive_and_wait();
    latch.wait();
    show("and opens", latch.try_wait());

    int phases = 0;
    std::barrier barrier(2, [&phases]() noexcept { ++phases; });
    elsewhere([&] { static_cast<void>(barrier.arrive()); });
    barrier.arrive_and_wait();
    elsewhere([&] { barrier.arrive_and_drop(); });
    barrier.arrive_and_wait();
    barrier.wait(barrier.arrive());
    show("a barrier has phases", phases);
    std::barrier<> plain(1);
    plain.arrive_and_wait();
}

// <future>

static void futures() {
    std::promise<std::string> promise;
    std::future<std::string> future = promise.get_future();
    show("a future is not ready", future.wait_for(soon) == std::future_status::timeout);
    elsewhere([&] { promise.set_value("told"); });
    show("and then is", future.wait_until(in_a_moment()) == std::future_status::ready);
    future.wait();
    show("it has a value", future.get() == "told" && !future.valid());

    int object = 1;
    std::promise<int&> refers;
    refers.set_value(object);
    refers.get_future().get() = 5;
    show("or a reference", object);
    std::promise<void> nothing;
    const std::shared_future<void> shared = nothing.get_future().share();
    const std::shared_future<void> copied = shared;
    nothing.set_value();
    shared.get();
    copied.get();
    show("or nothing, shared", shared.valid() && copied.valid());
    std::promise<int> at_exit;
    std::shared_future<int> late = at_exit.get_future();
    elsewhere([&] { at_exit.set_value_at_thread_exit(8); });
    show("a value is there when its thread has ended", late.get());

    std::packaged_task<int(int, int)> task(std::plus<>{});
    std::future<int> sum = task.get_future();
    elsewhere([&] { task(3, 4); });
    show("a task has a result", sum.get());
    task.reset();
    std::future<int> other = task.get_future();
    std::thread moved(std::move(task), 5, 6);
    moved.join();
    show("and another", other.get() + (task.valid() ? 100 : 0));
    std::packaged_task<void()> last([] {});
    std::future<void> done = last.get_future();
    elsewhere([&] { last.make_ready_at_thread_exit(); });
    done.get();
}

static void asynchronous() {
    const std::thread::id here = std::this_thread::get_id();
    const auto is_elsewhere = [here] { return std::this_thread::get_id() != here; };
    show("async has a thread", std::async(std::launch::async, is_elsewhere).get());
    std::future<bool> deferred = std::async(std::launch::deferred, is_elsewhere);
    show("or is deferred", deferred.wait_for(0ms) == std::future_status::deferred);
    show("and then has none", !deferred.get());
    std::future<int> either =
        std::async([](const std::string& text) { return std::stoi(text); }, "9");
    show("or is left to choose", either.get());
    show("both are policies", (std::launch::async | std::launch::deferred) != std::launch::async);
    show("errors are of a category",
         make_error_code(std::future_errc::no_state).category() == std::future_category());
    show("and are errors", std::is_error_code_enum<std::future_errc>::value);
}

int main() {
    threads();
    joining_threads();
    stops();
    mutexes();
    guards();
    once();
    shared_mutexes();
    conditions<std::condition_variable>("a condition_variable is waited for");
    conditions<std::condition_variable_any>("a condition_variable_any is waited for");
    further_conditions();
    counted();
    futures();
    asynchronous();
    std::printf("done\n");
}
