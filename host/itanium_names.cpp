// Names of types and functions, by the Itanium C++ ABI (cxxabi.h).
#include <cstdlib>
#include <cxxabi.h>
#include <string_view>

#include "host.hpp"

namespace weft::host {

namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// As a person would write it: `std::string`, and without the parts that a compiler made of one
/// function ("[clone .cold]").
std::string shortened(std::string name) {
    replace_all(name, "std::__cxx11::", "std::"); // as the libraries version their names
    replace_all(name, "std::__1::", "std::");
    replace_all(name, "std::__2::", "std::");
    replace_all(name, "std::basic_string<char, std::char_traits<char>, std::allocator<char> >",
                "std::string");
    return name.substr(0, name.find(" [clone "));
}

} // namespace

owned_text quick_type_name(const char* mangled) noexcept {
    int status = 0;
    return {abi::__cxa_demangle(mangled, nullptr, nullptr, &status), std::free};
}

std::string type_name(const char* mangled) {
    const owned_text name = quick_type_name(mangled);
    return name != nullptr ? shortened(name.get()) : mangled;
}

std::string function_name(const char* symbol) {
    // A function that is not C++'s has its own name, which may be mangled like a type's: `f`,
    // float.
    return std::string_view(symbol).starts_with("_Z") ? type_name(symbol) : symbol;
}

} // namespace weft::host
