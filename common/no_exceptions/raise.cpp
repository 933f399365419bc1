#include "raise.hpp"

#include <cstdio>
#include <cstdlib>

namespace weft {

namespace {

[[noreturn]] void end(const char* type, const char* what) {
    std::fprintf(stderr, "%s%s%s\n", type, *what == '\0' ? "" : ": ", what);
    std::abort();
}

} // namespace

void raise(const error& thrown) {
    end("weft::error", thrown.what());
}

void raise(const deadlock& thrown) {
    end("weft::deadlock", thrown.what());
}

void raise(const system_exit&) {
    end("weft::system_exit", "");
}

void raise(const keyboard_interrupt&) {
    end("weft::keyboard_interrupt", "");
}

void raise(const std::invalid_argument& thrown) {
    end("std::invalid_argument", thrown.what());
}

void raise(const std::system_error& thrown) {
    end("std::system_error", thrown.what());
}

} // namespace weft
