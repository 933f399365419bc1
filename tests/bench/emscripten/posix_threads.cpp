// What POSIX threads take in JavaScript: prints the medians.
#include <array>
#include <cstddef>
#include <cstdio>
#include <emscripten/emscripten.h>
#include <vector>

#include "median.hpp"
#include "posix_work.hpp"

int main() {
    std::array<std::vector<double>, posix_work::all.size()> times;
    for (int round = 0; round < 7; ++round) {
        const auto one_round = posix_work::times_of_all([] { return 1e6 * emscripten_get_now(); });
        for (std::size_t i = 0; i < times.size(); ++i)
            times[i].push_back(one_round[i]);
    }
    for (std::size_t i = 0; i < times.size(); ++i)
        std::printf("%s takes %.0f ns\n", posix_work::all[i].name, median(times[i]));
}
