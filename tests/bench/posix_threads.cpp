// POSIX threads on one OS thread against real ones on one core: this program runs itself both ways.
// Prints the medians, and their ratios.
#include <climits>
#include <cstring>

#include "beside_real.hpp"
#include "computed.hpp"
#include "median.hpp"
#include "posix_work.hpp"

// posix_threads_benchmark WEFT_RUN
int main(int, char** argv) {
    if (std::strcmp(argv[1], "each") == 0) {
        for (const double time : posix_work::times_of_all(computed))
            std::printf("%f\n", time);
        return 0;
    }
    char self[PATH_MAX]{};
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        beside_real::give_up("/proc/self/exe");
    std::array<std::array<std::vector<double>, posix_work::all.size()>, 2> times;
    beside_real::interleave(argv[1], {self, "each"}, 15,
                            [&](bool is_real, const std::vector<std::string>& command) {
                                std::FILE* const printed = std::tmpfile();
                                if (printed == nullptr)
                                    beside_real::give_up("tmpfile");
                                beside_real::run(command, fileno(printed));
                                std::rewind(printed);
                                for (auto& each : times[is_real]) {
                                    double time = 0;
                                    if (std::fscanf(printed, "%lf", &time) != 1)
                                        beside_real::give_up("what was printed");
                                    each.push_back(time);
                                }
                                std::fclose(printed);
                            });
    for (std::size_t i = 0; i < posix_work::all.size(); ++i) {
        const double one = median(times[false][i]);
        const double real = median(times[true][i]);
        std::printf("%s takes %.3f of real threads' time: %.1f ns, %.1f\n", posix_work::all[i].name,
                    one / real, one, real);
    }
}
