#include <cstdio>
#include <cstdlib>

#include "steering.hpp" // the backend's
#include "weft/explore.hpp"

namespace weft {

void fail(const std::string& why) {
    backend::fail_run(why);
    std::fprintf(stderr, "weft::fail: %s\n", why.c_str());
    std::abort();
}

} // namespace weft
