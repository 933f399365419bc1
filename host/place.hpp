// A place in the program's code, where no debug information tells of it.
#pragma once

#include <cstdint>
#include <string>

namespace weft::host {

/// The function that `address` is in, where the system's loader knows it; or "libc.so.6+0x1234",
/// the file that it was loaded from and the offset there, as addr2line takes it; or the address.
std::string place_of(std::uintptr_t address);

} // namespace weft::host
