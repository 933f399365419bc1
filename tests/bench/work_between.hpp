// What a thread computes before it wants a mutex again.
#pragma once

#include <benchmark/benchmark.h>

/// Some tens of nanoseconds' worth.
inline void work_between() {
    for (int i = 0; i < 20; ++i)
        benchmark::DoNotOptimize(i);
}
