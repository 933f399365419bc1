#pragma once

namespace weft::accesses {

/// Has the linker take what stands before the C library's functions.
void watch_allocations();

} // namespace weft::accesses
