#pragma once

namespace weft::accesses {

/// Has the linker take what stands before functions of the C library.
void watch_c_library();
void watch_copies();

} // namespace weft::accesses
