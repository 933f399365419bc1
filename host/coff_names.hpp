// The names of functions, as the linker wrote them into a program's file.
#pragma once

#include <cstdint>
#include <string>

namespace weft::host {

/// The symbol of the function in `file` that has what is loaded `offset` bytes behind the file's
/// beginning; "" where the file does not tell, as when it has been stripped.
std::string coff_name(const char* file, std::uint32_t offset);

} // namespace weft::host
