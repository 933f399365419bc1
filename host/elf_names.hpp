// The names of functions, as the linker wrote them into a program's or shared library's file.
#pragma once

#include <cstdint>

#include "host.hpp"

namespace weft::host {

/// The symbol of the function that begins at `address`, in what the loader has put to `base` from
/// `file`, which need not be the name that it has now. Null where the file does not tell, as when
/// it has been stripped or replaced.
owned_text elf_symbol(const char* file, const void* base, std::uintptr_t address) noexcept;

} // namespace weft::host
