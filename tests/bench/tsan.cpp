// The same with ThreadSanitizer, to compare.
#include "instrumented.hpp"

int main(int argc, char** argv) {
    initialise(argc, argv);
    const medians times;
    std::printf("with ThreadSanitizer, it takes %.1f times as long\n",
                times.ratio("instrumented", "plain"));
}
