// Names of types and functions, by the Itanium C++ ABI (cxxabi.h).
#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <string_view>
#include <typeinfo>

#include "host.hpp"

namespace weft::host {

namespace {

/// `std::string` under the name that it is written with.
std::string with_short_strings(std::string name) {
    constexpr std::string_view full =
        "std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >";
    for (auto at = name.find(full); at != name.npos; at = name.find(full, at))
        name.replace(at, full.size(), "std::string");
    return name;
}

} // namespace

std::string exception_type() {
    const std::type_info* const type = abi::__cxa_current_exception_type();
    return type == nullptr ? "" : demangled(type->name());
}

std::string demangled(const char* mangled) {
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> name(
        abi::__cxa_demangle(mangled, nullptr, nullptr, &status), std::free);
    return status == 0 ? with_short_strings(name.get()) : mangled;
}

} // namespace weft::host
