#include "weft/explore.hpp"

#include "backend.hpp"
#include "raise.hpp"

namespace weft {

exploration detail::explore(const explore_options&, task&) {
    raise(error("weft::explore needs the dummy backend with stacks: build weft with "
                "-Dthreads=dummy -Dstacks=enabled, not for " +
                std::string(backend::name)));
}

} // namespace weft
