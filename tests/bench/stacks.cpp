// Threads on stacks of their own, on one OS thread: starting and ending one against std::thread,
// and a switch there and back against Boost.Context's own. Prints the medians, and how they
// compare; and what each costs beside many others.
#include <boost/context/detail/fcontext.hpp>

#include <array>
#include <cstdio>
#include <thread>

#include "many_threads.hpp"
#include "medians.hpp"

namespace {

using boost::context::detail::fcontext_t;
using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

int ran = 0;

void std_thread(benchmark::State& state) {
    for (auto _ : state)
        std::thread([] { ++ran; }).join();
}

void start(benchmark::State& state) {
    for (auto _ : state)
        weft::start_new_thread([] { ++ran; });
}

std::array<char, 65536> stack;

void come_back(transfer_t from) {
    for (;;)
        from = jump_fcontext(from.fctx, nullptr);
}

/// Nothing but the two jumps.
void bare(benchmark::State& state) {
    fcontext_t other = make_fcontext(stack.data() + stack.size(), stack.size(), come_back);
    for (auto _ : state)
        other = jump_fcontext(other, nullptr).fctx;
}

fcontext_t left;

[[gnu::noinline]] void cross() {
    left = jump_fcontext(left, nullptr).fctx;
    benchmark::ClobberMemory();
}

void come_back_by_calls(transfer_t from) {
    left = from.fctx;
    for (;;)
        cross();
}

/// The two jumps, each in a function that then returns, as a yield does.
void bare_by_calls(benchmark::State& state) {
    left = make_fcontext(stack.data() + stack.size(), stack.size(), come_back_by_calls);
    for (auto _ : state)
        cross();
}

[[gnu::noinline]] void yield_times(benchmark::IterationCount n) {
    for (; n > 0; --n)
        weft::this_thread::yield();
}

/// Two threads of the same function.
void yield(benchmark::State& state) {
    constexpr benchmark::IterationCount batch = 1000;
    while (state.KeepRunningBatch(batch)) {
        weft::start_new_thread(yield_times, std::tuple(batch));
        yield_times(batch);
    }
}

/// Two threads of different functions: no return after a switch goes where the processor expects.
void yield_elsewhere(benchmark::State& state) {
    bool done = false;
    weft::start_new_thread([&] {
        while (!done)
            weft::this_thread::yield();
    });
    for (auto _ : state)
        weft::this_thread::yield();
    done = true;
    weft::this_thread::yield();
}

/// As `yield`, while a third thread sleeps, whose time is looked at.
void yield_beside_sleeper(benchmark::State& state) {
    weft::lock_type held;
    held.acquire();
    weft::start_new_thread([&] { static_cast<void>(held.try_lock_for(std::chrono::hours(1))); });
    yield(state);
    held.release();
    while (weft::count() > 0)
        weft::this_thread::yield();
}

/// Each waits until the other has released its lock.
void hand_over(benchmark::State& state) {
    weft::lock_type there;
    weft::lock_type back;
    there.acquire();
    back.acquire();
    bool done = false;
    weft::start_new_thread([&] {
        while (there.acquire() && !done)
            back.release();
        back.release();
    });
    for (auto _ : state) {
        there.release();
        back.acquire();
    }
    done = true;
    there.release();
    back.acquire();
}

} // namespace

BENCHMARK(std_thread)->Name("std::thread, started and joined")->UseRealTime();
BENCHMARK(start)->Name("weft::start_new_thread");
BENCHMARK(bare)->Name("Boost.Context, there and back");
BENCHMARK(bare_by_calls)->Name("Boost.Context, in functions");
BENCHMARK(yield)->Name("yield, there and back");
BENCHMARK(yield_elsewhere)->Name("yield, in different functions");
BENCHMARK(yield_beside_sleeper)->Name("yield, there and back, beside a sleeper");
BENCHMARK(hand_over)->Name("release and acquire, there and back");

int main(int argc, char** argv) {
    initialise(argc, argv);
    const medians all;
    std::printf("a trivial thread takes 1/%.0f of std::thread's time\n",
                all.ratio("std::thread, started and joined", "weft::start_new_thread"));
    const double allowed = 1.5 * all.of("Boost.Context, there and back") + 10;
    std::printf(
        "a switch there and back takes %.1f ns; 1.5 times Boost.Context's and 10 ns are %.1f\n",
        all.of("yield, there and back"), allowed);
    std::printf("beside a thread that sleeps it takes %.1f ns\n",
                all.of("yield, there and back, beside a sleeper"));
    std::printf("in different functions it takes %.1f ns, and Boost.Context's own %.1f; "
                "by release and acquire it takes %.1f ns\n",
                all.of("yield, in different functions"), all.of("Boost.Context, in functions"),
                all.of("release and acquire, there and back"));
    many_threads::print();
}
