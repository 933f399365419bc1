// Where nothing can stand before the C library's functions.
#include "allocations.hpp"

void weft::accesses::watch_allocations() {}
