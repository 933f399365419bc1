#pragma once

namespace weft::accesses {

/// Has the C++ library count references by atomic operations, as it does where there are threads:
/// what std::shared_ptr does is seen then, and orders what it has to.
void count_atomically();

} // namespace weft::accesses
