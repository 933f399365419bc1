// Schedules a second, against Relacy, of one program: two threads, each with five sections under
// one lock.
#include <mutex>

#include <weft/explore.hpp>

#include "medians.hpp"
#include "relacy.hpp"

namespace {

constexpr int sections = 5;
constexpr std::size_t runs = 10'000;

void two_threads() {
    weft::lock_type lock;
    weft::lock_type done;
    int counter = 0;
    const auto count = [&] {
        for (int i = 0; i < sections; ++i) {
            const std::lock_guard guard(lock);
            ++counter;
        }
    };
    done.acquire();
    weft::start_new_thread([&] {
        count();
        done.release();
    });
    count();
    done.acquire();
    if (counter != 2 * sections)
        weft::fail("it was not counted");
}

void relacy(benchmark::State& state) {
    for (auto _ : state) {
        if (!relacy_holds(sections, runs))
            state.SkipWithError("it failed");
    }
}
BENCHMARK(relacy);

void explored(benchmark::State& state, weft::policy by) {
    for (auto _ : state) {
        if (weft::explore({.policy = by, .runs = runs}, two_threads))
            state.SkipWithError("it failed");
    }
}
BENCHMARK_CAPTURE(explored, mix, weft::mix);
BENCHMARK_CAPTURE(explored, first_in_line, weft::first_in_line);
BENCHMARK_CAPTURE(explored, random_walk, weft::random_walk);
BENCHMARK_CAPTURE(explored, priorities, weft::priorities());
BENCHMARK_CAPTURE(explored, partial_order, weft::partial_order);

} // namespace

int main(int argc, char** argv) {
    initialise(argc, argv);
    const medians times;
    for (const char* const name :
         {"relacy", "explored/mix", "explored/first_in_line", "explored/random_walk",
          "explored/priorities", "explored/partial_order"})
        std::printf("%s takes %.2f us a schedule, %.2f of Relacy's time\n", name,
                    times.of(name) / 1000 / static_cast<double>(runs), times.ratio(name, "relacy"));
}
