// What a program knows of a static object whether it has been initialised by, as the C++ ABI for
// 32-bit ARM has it (3.2.3.1), and WebAssembly: four bytes, of which it looks at bit 0.
#pragma once

#include <cstdint>

namespace weft::backend {

struct static_guard {
    std::uint32_t
        by; ///< `initialised_by` of the thread that is at it, which has not that bit; or 0

    [[nodiscard]] bool is_done() const { return (by & 1) != 0; }
    void finish() { by = 1; }
};

} // namespace weft::backend
