// The C library's own functions, where ours stand before them.
#pragma once

#include <dlfcn.h>

namespace weft::posix {

/// Null where the program is linked statically, or the C library has none of this name.
template <class Function>
Function* c_library(const char* name) noexcept {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

} // namespace weft::posix
