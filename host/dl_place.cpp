// By dladdr, which systems with shared libraries have: it knows the functions that a library
// exports, and a program that is linked with -rdynamic.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string_view>

#include "elf_names.hpp"
#include "host.hpp"
#include "place.hpp"

namespace weft::host {

std::string place_of(std::uintptr_t address) {
    Dl_info found{};
    std::string file;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): that is what an address of code is.
    if (dladdr(reinterpret_cast<void*>(address), &found) != 0) {
        if (found.dli_sname != nullptr)
            return function_name(found.dli_sname);
        file = std::string(found.dli_fname) + '+';
        address -= reinterpret_cast<std::uintptr_t>(found.dli_fbase);
    }
    std::array<char, 32> offset{};
    std::snprintf(offset.data(), offset.size(), "%#jx", static_cast<std::uintmax_t>(address));
    return file + offset.data();
}

owned_text quick_function_name(std::uintptr_t address) noexcept {
    Dl_info found{};
    // NOLINTNEXTLINE(performance-no-int-to-ptr): that is what an address of code is.
    if (dladdr(reinterpret_cast<void*>(address), &found) == 0)
        return {nullptr, std::free};
    owned_text symbol = found.dli_sname != nullptr
                            ? owned_text(strdup(found.dli_sname), std::free)
                            : elf_symbol(found.dli_fname, found.dli_fbase, address);
    if (symbol != nullptr && std::string_view(symbol.get()).starts_with("_Z"))
        return quick_type_name(symbol.get());
    return symbol;
}

} // namespace weft::host
