// Where the C++ library always does, or cannot be told.
#include "atomic_counts.hpp"

void weft::accesses::count_atomically() {}
