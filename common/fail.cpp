#include <cstdio>
#include <cstdlib>

#include "steering.hpp" // the backend's
#include "weft/explore.hpp"

namespace weft {

void fail(std::string_view why) {
    backend::fail_run(why);
    std::fprintf(stderr, "weft::fail: %.*s\n", static_cast<int>(why.size()), why.data());
    std::abort();
}

} // namespace weft
