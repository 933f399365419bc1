// posix_program_benchmark WEFT_RUN PROGRAM ARGUMENT...: the CPU time of a finished program by
// weft-run against that on real threads on one core. It reads a text of words, and what it writes
// is dropped. Prints the medians, and their ratio.
#include <random>

#include "beside_real.hpp"
#include "median.hpp"

namespace {

/// Lines as a text has them: some words are frequent.
void write_text(std::FILE* output) {
    std::mt19937 next(1); // NOLINT(bugprone-random-generator-seed): the same for each run
    for (int line = 0; line < 300'000; ++line) {
        for (int word = 0; word < 8; ++word) {
            const auto which = next() >> 12;
            std::fprintf(output, "%lx ", which >> next() % 20);
        }
        std::fputc('\n', output);
    }
    if (std::fflush(output) != 0)
        beside_real::give_up("a file of words");
}

} // namespace

int main(int argc, char** argv) {
    std::FILE* const input = std::tmpfile();
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (input == nullptr || nowhere < 0)
        beside_real::give_up("files for the program");
    write_text(input);
    dup2(fileno(input), STDIN_FILENO);
    const std::vector<std::string> program(argv + 2, argv + argc);
    std::array<std::vector<double>, 2> times;
    beside_real::interleave(argv[1], program, 7, [&](bool is_real, const auto& command) {
        lseek(STDIN_FILENO, 0, SEEK_SET);
        times[is_real].push_back(beside_real::run(command, nowhere));
    });
    const double one = median(times[false]);
    const double real = median(times[true]);
    std::printf("%s takes %.3f of real threads' CPU time: %.3f s, %.3f\n", argv[2], one / real, one,
                real);
}
