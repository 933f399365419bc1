// A program that is written against std, in which threads wait for each other in each way that
// there is. It prints the same with std's own, with weft:: for std::, and with the headers of
// dropin/.
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <future>
#include <latch>
#include <mutex>
#include <numeric>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

static void show(const char* what, int value) {
    std::printf("%s: %d\n", what, value);
}

/// Runs it in so many threads, each with its number, and waits for their ends.
template <class F>
static void in_threads(int count, const F& f) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back(f, i);
    for (std::thread& thread : threads)
        thread.join();
}

template <class Mutex>
static void count_with(const char* what) {
    Mutex mutex;
    int count = 0;
    in_threads(4, [&](int) {
        for (int i = 0; i < 1000; ++i) {
            const std::lock_guard<Mutex> held(mutex);
            const int before = count;
            if (i % 100 == 0)
                std::this_thread::yield();
            count = before + 1;
        }
    });
    show(what, count);
}

class queue {
  public:
    void put(int value) {
        std::unique_lock lock(mutex_);
        has_place_.wait(lock, [this] { return values_.size() < 3; });
        values_.push_back(value);
        has_value_.notify_one();
    }
    int take() {
        std::unique_lock lock(mutex_);
        while (values_.empty())
            has_value_.wait(lock);
        const int value = values_.front();
        values_.pop_front();
        has_place_.notify_one();
        return value;
    }

  private:
    std::mutex mutex_;
    std::condition_variable has_place_, has_value_;
    std::deque<int> values_;
};

static void queues() {
    queue values;
    int sums[2] = {};
    in_threads(4, [&](int number) {
        for (int i = 1; i <= 100; ++i)
            if (number < 2)
                values.put(i);
            else
                sums[number - 2] += values.take();
    });
    show("what was put was taken", sums[0] + sums[1]);
}

static void locks_of_many() {
    std::mutex mutexes[3];
    int count = 0;
    in_threads(3, [&](int number) {
        for (int i = 0; i < 100; ++i) {
            const std::scoped_lock all(mutexes[number], mutexes[(number + 1) % 3],
                                       mutexes[(number + 2) % 3]);
            std::this_thread::yield();
            ++count;
        }
    });
    show("three mutexes in any order", count);
}

static void timed() {
    std::timed_mutex mutex;
    std::unique_lock held(mutex);
    std::thread waits([&] {
        show("a mutex is had in time", mutex.try_lock_for(1min));
        mutex.unlock();
    });
    std::this_thread::sleep_for(10ms);
    held.unlock();
    waits.join();

    std::mutex other;
    std::condition_variable condition;
    bool is_told = false;
    std::thread tells([&] {
        const std::lock_guard lock(other);
        is_told = true;
        condition.notify_all();
    });
    std::unique_lock lock(other);
    while (!is_told && condition.wait_for(lock, 1min) == std::cv_status::no_timeout)
        ;
    show("a condition_variable in time", is_told);
    lock.unlock();
    tells.join();
}

static void readers() {
    std::shared_mutex mutex;
    std::latch have_it(3), may_go(1);
    int value = 1, seen = 0;
    std::mutex sum;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] {
            const std::shared_lock reads(mutex);
            have_it.count_down();
            may_go.wait();
            const std::lock_guard adds(sum);
            seen += value;
        });
    have_it.wait();
    std::thread writes([&] {
        const std::unique_lock lock(mutex);
        value = 100;
    });
    std::this_thread::sleep_for(10ms);
    may_go.count_down();
    writes.join();
    for (std::thread& thread : threads)
        thread.join();
    show("three read at once", seen);
    show("then it is written", value);
}

static void turns() {
    std::counting_semaphore<1> ping(0), pong(0);
    std::string text;
    std::thread other([&] {
        for (int i = 0; i < 5; ++i) {
            ping.acquire();
            text += "pong ";
            pong.release();
        }
    });
    for (int i = 0; i < 5; ++i) {
        text += "ping ";
        ping.release();
        pong.acquire();
    }
    other.join();
    std::printf("%s\n", text.c_str());
}

static void phases() {
    std::vector<int> values(4);
    std::string sums;
    std::barrier barrier(4, [&]() noexcept {
        sums += std::to_string(std::accumulate(values.begin(), values.end(), 0)) + ' ';
    });
    in_threads(4, [&](int number) {
        for (int i = 0; i < 3; ++i) {
            values[static_cast<std::size_t>(number)] += number;
            barrier.arrive_and_wait();
        }
        barrier.arrive_and_drop();
    });
    std::printf("phases: %s\n", sums.c_str());
}

static void results() {
    std::promise<int> promise;
    const std::shared_future<int> future = promise.get_future();
    std::latch started(3);
    std::future<int> waits[3];
    for (auto& wait : waits)
        wait = std::async(std::launch::async, [&] {
            started.count_down();
            return future.get();
        });
    started.wait();
    promise.set_value(14);
    show("a value is waited for", waits[0].get() + waits[1].get() + waits[2].get());

    std::packaged_task<int()> task([] { return 6; });
    std::future<int> result = task.get_future();
    std::thread runs([&task] {
        std::this_thread::sleep_for(10ms);
        task();
    });
    show("so is a task's", result.get());
    runs.join();
}

static void once() {
    std::once_flag flag;
    int called = 0;
    in_threads(4, [&](int) {
        std::call_once(flag, [&] {
            std::this_thread::sleep_for(10ms);
            ++called;
        });
        if (called != 1)
            show("returned too early", called);
    });
    show("called once", called);
}

static void stops() {
    std::mutex mutex;
    std::condition_variable_any condition;
    std::latch waits(1);
    bool is_stopped = false;
    int called = 0;
    std::jthread worker([&](const std::stop_token& token) {
        std::unique_lock lock(mutex);
        waits.count_down();
        is_stopped = !condition.wait(lock, token, [] { return false; });
    });
    const std::stop_callback counts(worker.get_stop_token(), [&called] { ++called; });
    waits.wait();
    worker.request_stop();
    worker.join();
    show("a wait is stopped", is_stopped);
    show("and a callback called", called);
    int turns = 0;
    std::jthread loops([&turns](const std::stop_token& token) {
        do {
            ++turns;
            std::this_thread::yield();
        } while (!token.stop_requested());
    });
    loops.request_stop();
    loops.join();
    show("a loop is stopped", turns > 0);
}

static void ends() {
    static std::mutex mutex; // the thread may still be about to tell, when main knows
    static std::condition_variable condition;
    bool has_ended = false;
    std::unique_lock lock(mutex);
    std::thread([&has_ended] {
        std::unique_lock held(mutex);
        has_ended = true;
        std::notify_all_at_thread_exit(condition, std::move(held));
    }).detach();
    condition.wait(lock, [&] { return has_ended; });
    show("a thread's end is told", has_ended);
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    std::thread thread([&promise] { promise.set_value_at_thread_exit(3); });
    show("and a value at its end", future.get());
    thread.join();
}

int main() {
    count_with<std::mutex>("a mutex");
    count_with<std::timed_mutex>("a timed_mutex");
    count_with<std::recursive_mutex>("a recursive_mutex");
    count_with<std::recursive_timed_mutex>("a recursive_timed_mutex");
    count_with<std::shared_mutex>("a shared_mutex");
    count_with<std::shared_timed_mutex>("a shared_timed_mutex");
    queues();
    locks_of_many();
    timed();
    readers();
    turns();
    phases();
    results();
    once();
    stops();
    ends();
    std::printf("done\n");
}
