#include "process.hpp"

#include <cstdio>
#include <cstdlib>
#include <emscripten/emscripten.h>

EM_JS(bool, weft_has_fibers, (), { return typeof Fibers == 'object'; });

bool weft::posix::has_fibers() noexcept {
    static const bool has = weft_has_fibers();
    return has;
}

void weft::posix::expect_threads() noexcept {
    if (has_fibers())
        return;
    std::fputs("weft: threads take stacks that can be switched: link the program with -sASYNCIFY\n",
               stderr);
    std::abort();
}
