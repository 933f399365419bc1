// What the C++ runtime keeps for each thread of the system, by the C++ ABI for 32-bit ARM: beside
// the Itanium C++ ABI's, the exceptions whose destructors run.
#pragma once

namespace weft::backend {

struct exception_globals {
    void* caught_exceptions = nullptr;
    unsigned uncaught_exceptions = 0;
    void* propagating_exceptions = nullptr;
};

} // namespace weft::backend
