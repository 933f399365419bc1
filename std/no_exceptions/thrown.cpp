#include "std/thrown.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace weft {

void raise(const future_error& thrown) {
    std::fprintf(stderr, "weft::future_error: %s\n", thrown.code().message().c_str());
    std::abort();
}

void rethrow(const std::exception_ptr&) {
    std::fputs("an exception that a future has\n", stderr);
    std::abort();
}

bool starts(owned_task work, awaited_thread& awaited) {
    start(std::move(work), awaited);
    return true;
}

} // namespace weft
