// Where nothing can stand before the C library's functions.
#include "c_library.hpp"

void weft::accesses::watch_c_library() {}
