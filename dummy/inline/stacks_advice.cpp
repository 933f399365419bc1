#include "threads.hpp"

namespace weft::backend {

const char* const advice =
    "; built with -Dstacks=enabled, it lets the others go on while one waits";

} // namespace weft::backend
