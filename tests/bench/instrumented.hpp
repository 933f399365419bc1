// The same work, compiled as it is and with -fsanitize=thread.
#pragma once

#include "medians.hpp"
#include "work.hpp"

namespace {

void plain(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(plain_work(1));
}
BENCHMARK(plain);

void instrumented(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(instrumented_work(1));
}
BENCHMARK(instrumented);

} // namespace
