// The lock against std::mutex: an uncontended acquire and release, while the process has one
// thread, and while it has another that waits. Prints the medians, and their ratios.
#include <benchmark/benchmark.h>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include <weft/thread.hpp>

namespace {

template <class Lock>
void pair(benchmark::State& state) {
    static Lock lock;
    for (auto _ : state) {
        lock.lock();
        benchmark::ClobberMemory();
        lock.unlock();
    }
}

/// Keeps the medians, to compare them in the end.
class comparing : public benchmark::ConsoleReporter {
  public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            if (run.aggregate_name == "median")
                medians_[run.run_name.function_name] = run.GetAdjustedRealTime();
        }
    }

    void print_ratio(const char* situation) const {
        std::printf("weft::lock_type takes %.2f of std::mutex's time, %s\n",
                    medians_.at("weft::lock_type") / medians_.at("std::mutex"), situation);
    }

  private:
    std::map<std::string, double> medians_;
};

void compare(const char* situation) {
    comparing reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print_ratio(situation);
}

} // namespace

BENCHMARK(pair<std::mutex>)->Name("std::mutex");
BENCHMARK(pair<weft::lock_type>)->Name("weft::lock_type");

int main(int argc, char** argv) {
    // Interleaved, so that a machine that slows down meanwhile slows both.
    std::string interleaved = "--benchmark_enable_random_interleaving=true";
    std::string repeated = "--benchmark_repetitions=15";
    std::string short_runs = "--benchmark_min_time=0.05";
    std::string medians = "--benchmark_report_aggregates_only=true";
    std::vector<char*> arguments{argv[0], interleaved.data(), repeated.data(), short_runs.data(),
                                 medians.data()};
    arguments.insert(arguments.end(), argv + 1, argv + argc);
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data()))
        return 2;
    benchmark::AddCustomContext("weft backend", weft::backend_name());

    compare("in a process of one thread");
    std::mutex stay;
    stay.lock();
    std::thread other([&] { stay.lock(); });
    compare("beside another thread");
    stay.unlock();
    other.join();
}
