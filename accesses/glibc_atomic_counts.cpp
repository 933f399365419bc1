// By what glibc tells of threads, which libstdc++ asks.
#include <sys/single_threaded.h>

#include "atomic_counts.hpp"

void weft::accesses::count_atomically() {
    __libc_single_threaded = 0;
}
