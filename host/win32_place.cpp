// By what Windows knows of the files that it has loaded.
#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <windows.h>

#include "coff_names.hpp"
#include "host.hpp"
#include "place.hpp"

namespace weft::host {

namespace {

/// Of the module that has `address`, or null.
HMODULE module_at(std::uintptr_t address) {
    constexpr DWORD by_address =
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    HMODULE found = nullptr;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): that is what an address of code is.
    GetModuleHandleExA(by_address, reinterpret_cast<const char*>(address), &found);
    return found;
}

} // namespace

std::string place_of(std::uintptr_t address) {
    std::string file;
    if (const HMODULE found = module_at(address)) {
        const auto offset = address - reinterpret_cast<std::uintptr_t>(found);
        std::array<char, MAX_PATH> path{};
        GetModuleFileNameA(found, path.data(), static_cast<DWORD>(path.size() - 1));
        const std::string name = coff_name(path.data(), static_cast<std::uint32_t>(offset));
        if (!name.empty())
            return function_name(name.c_str());
        file = std::string(path.data()) + '+';
        address = offset;
    }
    std::array<char, 32> number{};
    std::snprintf(number.data(), number.size(), "%#" PRIxPTR, address);
    return file + number.data();
}

/// The symbol table is in the file.
owned_text quick_function_name(std::uintptr_t) noexcept {
    return {nullptr, std::free};
}

} // namespace weft::host
