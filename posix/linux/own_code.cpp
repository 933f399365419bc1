#include "own_code.hpp"

#include <cstddef>
#include <link.h>
#include <string_view>

namespace weft::posix {

namespace {

struct code {
    std::uintptr_t begins;
    std::uintptr_t ends;
};
constexpr std::size_t most_code = 8;
constinit code ours[most_code]{};
constinit std::size_t parts = 0;

constexpr std::string_view called[] = {"linux-vdso", "libstdc++", "libboost_context"};

int add_code(dl_phdr_info* object, std::size_t, void*) noexcept {
    const std::string_view path = object->dlpi_name;
    const std::string_view name = path.substr(path.rfind('/') + 1);
    bool is_called = false;
    for (const std::string_view each : called)
        is_called = is_called || name.substr(0, each.size()) == each;
    for (int i = 0; i < object->dlpi_phnum && parts < most_code; ++i) {
        const auto& part = object->dlpi_phdr[i];
        if (part.p_type != PT_LOAD || (part.p_flags & PF_X) == 0)
            continue;
        const code found{object->dlpi_addr + part.p_vaddr,
                         object->dlpi_addr + part.p_vaddr + part.p_memsz};
        const auto own = reinterpret_cast<std::uintptr_t>(add_code);
        const bool is_own = own >= found.begins && own < found.ends;
        if (is_called || (is_own && !name.empty())) // the program's own code has no name
            ours[parts++] = found;
    }
    return 0;
}

} // namespace

void find_own_code() noexcept {
    if (parts == 0)
        dl_iterate_phdr(add_code, nullptr);
}

bool is_in_weft(std::uintptr_t instruction) noexcept {
    for (std::size_t i = 0; i < parts; ++i) {
        if (instruction >= ours[i].begins && instruction < ours[i].ends)
            return true;
    }
    return false;
}

} // namespace weft::posix
