#include "boundary.hpp"

#include <cstdio>
#include <cstdlib>

namespace weft {

void posix::end_deadlocked(const deadlock& found) noexcept {
    std::fflush(nullptr);
    std::fprintf(stderr, "%s\n", found.what());
    std::abort();
}

} // namespace weft
