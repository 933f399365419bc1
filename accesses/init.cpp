// What compilers call when a program begins.
#include "memory.hpp"

extern "C" void __tsan_init() { // NOLINT(bugprone-reserved-identifier): the compilers' name
    weft::accesses::begin_to_watch();
}
