// What POSIX threads take in JavaScript: prints the medians.
#include <algorithm>
#include <array>
#include <cstdio>
#include <emscripten/emscripten.h>

#include "posix_work.hpp"

int main() {
    std::array<std::array<double, 7>, posix_work::all.size()> times{};
    for (std::size_t round = 0; round < times[0].size(); ++round) {
        const auto one_round = posix_work::times_of_all([] { return 1e6 * emscripten_get_now(); });
        for (std::size_t i = 0; i < times.size(); ++i)
            times[i][round] = one_round[i];
    }
    for (std::size_t i = 0; i < times.size(); ++i) {
        std::sort(times[i].begin(), times[i].end());
        std::printf("%s takes %.0f ns\n", posix_work::all[i].name, times[i][times[i].size() / 2]);
    }
}
