// Where files have another format, or no header tells of it.
#include <cstdlib>

#include "elf_names.hpp"

namespace weft::host {

owned_text elf_symbol(const char*, const void*, std::uintptr_t) noexcept {
    return {nullptr, std::free};
}

} // namespace weft::host
