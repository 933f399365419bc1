// The same with ThreadSanitizer, to compare.
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

int main(int argc, char** argv) {
    initialise(argc, argv);
    const medians times;
    std::printf("with ThreadSanitizer, it takes %.1f times as long\n",
                times.ratio("instrumented", "plain"));
}
