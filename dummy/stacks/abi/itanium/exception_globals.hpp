// What the C++ runtime keeps for each thread of the system, by the Itanium C++ ABI (2.2.2).
#pragma once

namespace weft::backend {

struct exception_globals {
    void* caught_exceptions = nullptr;
    unsigned uncaught_exceptions = 0;
};

} // namespace weft::backend
