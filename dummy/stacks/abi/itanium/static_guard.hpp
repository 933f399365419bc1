// What a program knows of a static object whether it has been initialised by, as the Itanium C++
// ABI has it (3.3.2): eight bytes, of which it looks at the first.
#pragma once

#include <cstdint>

namespace weft::backend {

struct static_guard {
    std::uint8_t done;
    std::uint32_t by; ///< `initialised_by` of the thread that is at it, or 0

    [[nodiscard]] bool is_done() const { return done != 0; }
    void finish() {
        by = 0;
        done = 1;
    }
};
static_assert(sizeof(static_guard) == sizeof(std::uint64_t));

} // namespace weft::backend
