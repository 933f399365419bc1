// Where the C++ runtime has no names but those that it gives: what its ABI mangles stays as it is.
#include <cstdlib>

#include "host.hpp"

namespace weft::host {

std::string exception_type() {
    return "";
}

owned_text quick_type_name(const char*) noexcept {
    return {nullptr, std::free};
}

std::string type_name(const char* mangled) {
    return mangled;
}

std::string function_name(const char* symbol) {
    return symbol;
}

} // namespace weft::host
