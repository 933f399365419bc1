// The type of an exception, by the Itanium C++ ABI (cxxabi.h).
#include <cxxabi.h>
#include <typeinfo>

#include "host.hpp"

namespace weft::host {

std::string exception_type() {
    const std::type_info* const type = abi::__cxa_current_exception_type();
    return type == nullptr ? "" : type_name(type->name());
}

} // namespace weft::host
