// An exception leaves the first function on a stack.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>

#include "context.hpp"

using weft::backend::context;

namespace {

context of_main;

void leave(void* /*argument*/) {
    throw std::runtime_error("it leaves");
}

} // namespace

int main() {
    std::set_terminate([] {
        std::fputs("it is terminated\n", stderr);
        std::abort();
    });
    context own;
    if (own.create(16384, leave, nullptr))
        return 1;
    try {
        of_main.switch_to(own);
    } catch (const std::exception&) {
        std::fputs("it went on\n", stderr);
    }
}
