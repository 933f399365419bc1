#include "boundary.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "signals.hpp" // the system's

namespace weft {

void posix::end_deadlocked(const deadlock& found) noexcept {
    std::fflush(nullptr);
    std::fprintf(stderr, "%s\n", found.what());
    use_default(SIGABRT); // the program's handler is for what the program does
    std::abort();
}

} // namespace weft
