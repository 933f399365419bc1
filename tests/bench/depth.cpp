// What a switch costs by the depth of the call stack, where each is unwound and rewound: two
// threads that yield to each other, each in so many calls.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include <weft/std/thread.hpp>

namespace {

using std::chrono::steady_clock;

constexpr int switches = 20'000; // of each thread

// Not inlined, nor a loop: the optimiser has to see another use of the result.
[[gnu::noinline]] int yield_in(int depth, int times) {
    if (depth > 0) {
        volatile int deeper = yield_in(depth - 1, times);
        return deeper + 1;
    }
    for (int i = 0; i < times; ++i)
        weft::this_thread::yield();
    return 0;
}

double nanoseconds_in(int depth) {
    const steady_clock::time_point start = steady_clock::now();
    weft::thread other([=] { yield_in(depth, switches); });
    yield_in(depth, switches);
    other.join();
    const std::chrono::duration<double, std::nano> taken = steady_clock::now() - start;
    return taken.count() / (2 * switches);
}

double median_in(int depth) {
    std::array<double, 9> all{};
    for (double& each : all)
        each = nanoseconds_in(depth);
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

} // namespace

int main() {
    nanoseconds_in(0);
    for (const int depth : {0, 5, 10, 20, 40, 80})
        std::printf("%2d calls deep: a switch takes %4.0f ns\n", depth, median_in(depth));
}
