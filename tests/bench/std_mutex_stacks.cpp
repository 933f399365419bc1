// The standard's mutexes against those of Boost.Fiber, on one OS thread: alone, and wanted by
// several threads that let others run while they have it. Prints the medians, and their ratios.
#include <boost/fiber/fiber.hpp>
#include <boost/fiber/mutex.hpp>
#include <boost/fiber/operations.hpp>
#include <boost/fiber/recursive_mutex.hpp>
#include <boost/fiber/recursive_timed_mutex.hpp>
#include <boost/fiber/timed_mutex.hpp>

#include <string>
#include <vector>

#include <weft/std/mutex.hpp>

#include "medians.hpp"

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
    alone<Mutex>(state);
    mutex.unlock();
}

struct ours {
    template <class F>
    static void run(int threads, F function) {
        weft::lock_type done;
        done.acquire();
        int left = threads;
        for (int i = 0; i < threads; ++i) {
            weft::start_new_thread([&, function] {
                function();
                if (--left == 0)
                    done.release();
            });
        }
        done.acquire();
    }
    static void yield() { weft::this_thread::yield(); }
};

struct theirs {
    template <class F>
    static void run(int threads, F function) {
        std::vector<boost::fibers::fiber> all;
        for (int i = 0; i < threads; ++i)
            all.emplace_back(function);
        for (auto& each : all)
            each.join();
    }
    static void yield() { boost::this_fiber::yield(); }
};

/// Each has it so often in an iteration of the benchmark, which the time is divided by.
template <class Kind, class Mutex, int threads>
void contended(benchmark::State& state) {
    constexpr benchmark::IterationCount batch = 1000;
    while (state.KeepRunningBatch(batch * threads)) {
        Mutex mutex;
        Kind::run(threads, [&mutex] {
            for (benchmark::IterationCount i = 0; i < batch; ++i) {
                mutex.lock();
                Kind::yield();
                mutex.unlock();
            }
        });
    }
}

std::vector<std::string> names;

void compare(const std::string& name, void (*ours)(benchmark::State&),
             void (*theirs)(benchmark::State&)) {
    benchmark::RegisterBenchmark(("weft::" + name).c_str(), ours);
    benchmark::RegisterBenchmark(("fibers::" + name).c_str(), theirs);
    names.push_back(name);
}

template <class Ours, class Theirs>
void compare_kind(const std::string& name) {
    compare(name, alone<Ours>, alone<Theirs>);
    compare(name + " by 2", contended<ours, Ours, 2>, contended<theirs, Theirs, 2>);
    compare(name + " by 8", contended<ours, Ours, 8>, contended<theirs, Theirs, 8>);
    compare(name + " by 32", contended<ours, Ours, 32>, contended<theirs, Theirs, 32>);
}

} // namespace

int main(int argc, char** argv) {
    compare_kind<weft::mutex, boost::fibers::mutex>("mutex");
    compare_kind<weft::timed_mutex, boost::fibers::timed_mutex>("timed_mutex");
    compare_kind<weft::recursive_mutex, boost::fibers::recursive_mutex>("recursive_mutex");
    compare("recursive_mutex again", again<weft::recursive_mutex>,
            again<boost::fibers::recursive_mutex>);
    compare_kind<weft::recursive_timed_mutex, boost::fibers::recursive_timed_mutex>(
        "recursive_timed_mutex");

    initialise(argc, argv);
    const medians measured;
    for (const std::string& name : names)
        std::printf("weft::%s takes %.2f of Boost.Fiber's time\n", name.c_str(),
                    measured.ratio("weft::" + name, "fibers::" + name));
}
