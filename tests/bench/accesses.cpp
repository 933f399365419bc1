// What it costs that each access to memory is seen, by libweft_explore: where nothing is explored,
// and in a run.
#include <weft/explore.hpp>

#include "instrumented.hpp"

namespace {

void explored(benchmark::State& state) {
    for (auto _ : state) {
        const auto found = weft::explore({.runs = 100, .replay = "-"}, [] {
            for (int i = 0; i < 100; ++i)
                benchmark::DoNotOptimize(instrumented_work(1));
        });
        if (found)
            state.SkipWithError("it failed");
    }
}
BENCHMARK(explored);

} // namespace

int main(int argc, char** argv) {
    initialise(argc, argv);
    const medians times;
    // In a run: a hundred times, and a run before it, for what is done once.
    std::printf("instrumented, it takes %.1f times as long; explored, %.1f\n",
                times.ratio("instrumented", "plain"), times.ratio("explored", "plain") / 200);
}
