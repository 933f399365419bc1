// The C library's own functions, before which those of the same names here stand.
#pragma once

#include <dlfcn.h>

namespace weft::posix {

/// Found when it is called first, which may be before anything is initialised; null where the
/// program is linked statically, or the C library has none of this name.
template <class Function>
class c_library_function {
  public:
    explicit constexpr c_library_function(const char* name) : name_(name) {}

    /// So that it is called as the function is.
    operator Function*() {
        if (found_ == nullptr) [[unlikely]]
            found_ = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name_));
        return found_;
    }

  private:
    const char* name_;
    Function* found_ = nullptr;
};

} // namespace weft::posix
