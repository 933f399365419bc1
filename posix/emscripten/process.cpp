#include "process.hpp"

#include <cstdio>
#include <cstdlib>
#include <emscripten/emscripten.h>

EM_JS(bool, weft_has_fibers, (), { return typeof Fibers == 'object'; });

void weft::posix::expect_threads() noexcept {
    if (weft_has_fibers())
        return;
    std::fputs("weft: threads take stacks that can be switched: link the program with -sASYNCIFY\n",
               stderr);
    std::abort();
}
