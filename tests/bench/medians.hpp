// Runs the benchmarks of a program interleaved, so that a machine that slows down meanwhile slows
// all of them, and keeps the medians, to compare them in the end.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <weft/thread.hpp>

/// Takes the program's arguments, which are Google Benchmark's.
inline void initialise(int argc, char** argv) {
    std::string interleaved = "--benchmark_enable_random_interleaving=true";
    std::string repeated = "--benchmark_repetitions=15";
    std::string short_runs = "--benchmark_min_time=0.05";
    std::string only_medians = "--benchmark_report_aggregates_only=true";
    std::vector<char*> arguments{argv[0], interleaved.data(), repeated.data(), short_runs.data(),
                                 only_medians.data()};
    arguments.insert(arguments.end(), argv + 1, argv + argc);
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data()))
        std::exit(2);
    benchmark::AddCustomContext("weft backend", weft::backend_name());
}

class medians : public benchmark::ConsoleReporter {
  public:
    /// Of what is registered, in nanoseconds.
    medians() { benchmark::RunSpecifiedBenchmarks(this); }

    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            if (run.aggregate_name == "median")
                times_[run.run_name.function_name] = run.GetAdjustedRealTime();
        }
    }

    [[nodiscard]] double of(const std::string& name) const { return times_.at(name); }

    [[nodiscard]] double ratio(const std::string& name, const std::string& peer) const {
        return of(name) / of(peer);
    }

  private:
    std::map<std::string, double> times_;
};
