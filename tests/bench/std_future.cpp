// weft's semaphores, latches, barriers and futures against the standard library's, while the
// process has one thread, and while it has another that waits. Prints the medians, and their
// ratios.
#include <barrier>
#include <cstdio>
#include <future>
#include <latch>
#include <semaphore>
#include <string>
#include <thread>

#include "beside_another.hpp"
#include "std_future.hpp"
#include "weft_names.hpp"

namespace {

struct std_names {
    using thread = std::thread;
    using semaphore = std::counting_semaphore<>;
    using latch = std::latch;
    using barrier = std::barrier<>;
    static void arrive_and_wait(barrier& all) { all.arrive_and_wait(); }
    template <class R>
    using promise = std::promise<R>;
    template <class Signature>
    using packaged_task = std::packaged_task<Signature>;
    template <class F>
    static auto async(F function, int n) {
        return std::async(std::launch::async, function, n);
    }
    template <class F>
    static auto deferred(F function, int n) {
        return std::async(std::launch::deferred, function, n);
    }
};

void compare(const char* situation) {
    const medians times;
    for (const std::string& each : measured::names())
        std::printf("weft's %s takes %.2f of the standard library's time, %s\n", each.c_str(),
                    times.ratio(each + ", weft", each + ", std"), situation);
}

} // namespace

int main(int argc, char** argv) {
    measured::add_semaphore_and_latch<std_names>(", std");
    measured::add_semaphore_and_latch<weft_names>(", weft");
    measured::add_barrier_and_futures<std_names>(", std");
    measured::add_barrier_and_futures<weft_names>(", weft");
    initialise(argc, argv);
    compare("in a process of one thread");
    const beside_another thread;
    compare("beside another thread");
}
