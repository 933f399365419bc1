// The standard's mutexes against libstdc++'s of the same name, where threads are real: alone,
// beside a thread that waits, and wanted by several at once. Prints the medians, and their ratios.
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include <weft/std/mutex.hpp>
#include <weft/std/shared_mutex.hpp>

#include "beside_another.hpp"
#include "medians.hpp"
#include "work_between.hpp"

namespace {

template <class Mutex>
void alone(benchmark::State& state) {
    static Mutex mutex;
    for (auto _ : state) {
        mutex.lock();
        benchmark::ClobberMemory();
        mutex.unlock();
    }
}

template <class Mutex>
void again(benchmark::State& state) {
    static Mutex mutex;
    mutex.lock();
    for (auto _ : state) {
        mutex.lock();
        benchmark::ClobberMemory();
        mutex.unlock();
    }
    mutex.unlock();
}

template <class Mutex>
void alone_shared(benchmark::State& state) {
    static Mutex mutex;
    for (auto _ : state) {
        mutex.lock_shared();
        benchmark::ClobberMemory();
        mutex.unlock_shared();
    }
}

/// So that nobody has it at the same cache line as what it guards, or another one.
template <class Mutex>
struct alignas(128) guarded {
    Mutex mutex;
    alignas(128) long value = 0;
};

template <class Mutex>
void contended(benchmark::State& state) {
    static guarded<Mutex> shared;
    for (auto _ : state) {
        shared.mutex.lock();
        ++shared.value;
        benchmark::ClobberMemory();
        shared.mutex.unlock();
        work_between();
    }
}

/// One of so many uses it alone.
template <class Mutex, int writes>
void mixed(benchmark::State& state) {
    static guarded<Mutex> shared;
    long sum = 0;
    int until_write = writes;
    for (auto _ : state) {
        if (writes != 0 && --until_write == 0) {
            until_write = writes;
            shared.mutex.lock();
            ++shared.value;
            shared.mutex.unlock();
        } else {
            shared.mutex.lock_shared();
            sum += shared.value;
            benchmark::DoNotOptimize(sum);
            shared.mutex.unlock_shared();
        }
        work_between();
    }
}

template <class Flag>
void when_done(benchmark::State& state) {
    static Flag flag;
    const auto once = [] {};
    for (auto _ : state) {
        if constexpr (std::is_same_v<Flag, std::once_flag>)
            std::call_once(flag, once);
        else
            weft::call_once(flag, once);
        benchmark::ClobberMemory();
    }
}

std::vector<std::string> names;

/// As a benchmark of its own for each.
template <class Ours, class Theirs>
void compare(const std::string& name, Ours ours, Theirs theirs, int threads = 1) {
    const std::string full = threads == 1 ? name : name + " by " + std::to_string(threads);
    for (const auto& [prefix, function] :
         {std::pair<std::string, void (*)(benchmark::State&)>{"weft::", ours}, {"std::", theirs}}) {
        auto* const registered = benchmark::RegisterBenchmark((prefix + full).c_str(), function);
        registered->Threads(threads)->UseRealTime();
        if (threads != 1) // each of them is to run for some of the system's time slices
            registered->MinTime(0.3)->Repetitions(7);
    }
    names.push_back(full);
}

template <class Ours, class Theirs>
void compare_kind(const std::string& name) {
    compare(name, alone<Ours>, alone<Theirs>);
    for (const int threads : {2, 8, 32})
        compare(name, contended<Ours>, contended<Theirs>, threads);
}

template <class Ours, class Theirs>
void compare_shared(const std::string& name) {
    compare(name + " shared", alone_shared<Ours>, alone_shared<Theirs>);
    for (const int threads : {2, 8, 32}) {
        compare(name + " shared", mixed<Ours, 0>, mixed<Theirs, 0>, threads);
        compare(name + " 1 of 10 alone", mixed<Ours, 10>, mixed<Theirs, 10>, threads);
    }
}

} // namespace

int main(int argc, char** argv) {
    compare_kind<weft::mutex, std::mutex>("mutex");
    compare_kind<weft::timed_mutex, std::timed_mutex>("timed_mutex");
    compare_kind<weft::recursive_mutex, std::recursive_mutex>("recursive_mutex");
    compare("recursive_mutex again", again<weft::recursive_mutex>, again<std::recursive_mutex>);
    compare_kind<weft::recursive_timed_mutex, std::recursive_timed_mutex>("recursive_timed_mutex");
    compare_kind<weft::shared_mutex, std::shared_mutex>("shared_mutex");
    compare_shared<weft::shared_mutex, std::shared_mutex>("shared_mutex");
    compare_kind<weft::shared_timed_mutex, std::shared_timed_mutex>("shared_timed_mutex");
    compare_shared<weft::shared_timed_mutex, std::shared_timed_mutex>("shared_timed_mutex");
    compare("call_once when done", when_done<weft::once_flag>, when_done<std::once_flag>);

    initialise(argc, argv);
    const beside_another thread;
    const medians measured;
    for (const std::string& name : names)
        std::printf("weft::%s takes %.2f of std's time\n", name.c_str(),
                    measured.ratio("weft::" + name, "std::" + name));
}
