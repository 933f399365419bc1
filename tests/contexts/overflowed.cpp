// In place of weft's, which knows the thread.
#include "overflow.hpp"

#include <cstdlib>

void weft::backend::overflowed(void* /*argument*/) {
    std::abort();
}
