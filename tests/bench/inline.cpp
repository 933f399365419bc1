// Threads that run inside start_new_thread, against what one would write by hand: the function and
// its arguments in a std::function, which is called in a try block. Prints the medians, and their
// ratios.
#include <cstdio>
#include <exception>
#include <functional>

#include "medians.hpp"

namespace {

int sum = 0;

[[gnu::noinline]] void add(int& to, int first, int second) {
    to += first + second;
}

[[gnu::noinline]] void call(const std::function<void()>& function) {
    try {
        function();
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
    }
}

void by_hand(benchmark::State& state) {
    for (auto _ : state)
        call(std::bind(add, std::ref(sum), 1, 2));
}

void started(benchmark::State& state) {
    for (auto _ : state)
        weft::start_new_thread(add, std::tuple(std::ref(sum), 1, 2));
}

/// So small that a std::function needs no memory for it.
void small_by_hand(benchmark::State& state) {
    for (auto _ : state)
        call([] { add(sum, 1, 2); });
}

void small_started(benchmark::State& state) {
    for (auto _ : state)
        weft::start_new_thread([] { add(sum, 1, 2); });
}

} // namespace

BENCHMARK(by_hand)->Name("std::function, try");
BENCHMARK(started)->Name("weft::start_new_thread");
BENCHMARK(small_by_hand)->Name("std::function, try, without arguments");
BENCHMARK(small_started)->Name("weft::start_new_thread, without arguments");

int main(int argc, char** argv) {
    initialise(argc, argv);
    const medians all;
    std::printf("an inline thread takes %.2f of the time of a std::function and a try block, and "
                "%.2f of it without arguments\n",
                all.ratio("weft::start_new_thread", "std::function, try"),
                all.ratio("weft::start_new_thread, without arguments",
                          "std::function, try, without arguments"));
}
