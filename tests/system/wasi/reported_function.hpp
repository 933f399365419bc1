// What a report calls a function, where nothing tells what is at an address: its place in
// WebAssembly's table.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace support {

template <class... Parameters>
std::string reported_function(void (*function)(Parameters...), const char*) {
    char address[32];
    std::snprintf(address, sizeof address, "%#zx", reinterpret_cast<std::uintptr_t>(function));
    return address;
}

} // namespace support
