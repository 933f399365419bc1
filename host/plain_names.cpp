// Where the C++ runtime has no names but those that it gives: what its ABI mangles stays as it is.
#include "host.hpp"

namespace weft::host {

std::string exception_type() {
    return "";
}

std::string type_name(const char* mangled) {
    return mangled;
}

std::string function_name(const char* symbol) {
    return symbol;
}

} // namespace weft::host
