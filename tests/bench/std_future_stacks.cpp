// weft's barriers and futures on one OS thread against Boost.Fiber's, which has no semaphores and
// latches. Prints the medians, and their ratios.
#include <boost/fiber/all.hpp>

#include <cstdio>
#include <string>

#include "std_future.hpp"
#include "weft_names.hpp"

namespace {

struct fiber_names {
    using thread = boost::fibers::fiber;
    using barrier = boost::fibers::barrier;
    static void arrive_and_wait(barrier& all) { all.wait(); }
    template <class R>
    using promise = boost::fibers::promise<R>;
    template <class Signature>
    using packaged_task = boost::fibers::packaged_task<Signature>;
    template <class F>
    static auto async(F function, int n) {
        return boost::fibers::async(boost::fibers::launch::dispatch, function, n);
    }
};

} // namespace

int main(int argc, char** argv) {
    measured::add_barrier_and_futures<fiber_names>(", Boost.Fiber");
    measured::add_barrier_and_futures<weft_names>(", weft");
    initialise(argc, argv);
    const medians times;
    for (const std::string& each : measured::names())
        std::printf("weft's %s takes %.2f of Boost.Fiber's time\n", each.c_str(),
                    times.ratio(each + ", weft", each + ", Boost.Fiber"));
}
