// The lock against std::mutex: an uncontended acquire and release, while the process has one
// thread, and while it has another that waits; and, where threads are real, how fairly many share
// it. Prints the medians, and their ratios.
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>

#include "beside_another.hpp"
#include "fairness.hpp"
#include "medians.hpp"

namespace {

template <class Lock>
void pair(benchmark::State& state) {
    static Lock lock;
    for (auto _ : state) {
        lock.lock();
        benchmark::ClobberMemory();
        lock.unlock();
    }
}

void compare(const char* situation) {
    std::printf("weft::lock_type takes %.2f of std::mutex's time, %s\n",
                medians().ratio("weft::lock_type", "std::mutex"), situation);
}

} // namespace

BENCHMARK(pair<std::mutex>)->Name("std::mutex");
BENCHMARK(pair<weft::lock_type>)->Name("weft::lock_type");

int main(int argc, char** argv) {
    initialise(argc, argv);
    compare("in a process of one thread");
    {
        const beside_another thread;
        compare("beside another thread");
    }
    if (weft::backend_name() != std::string("dummy"))
        fairness::print();
}
