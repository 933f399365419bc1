// What a report calls a function: its name.
#pragma once

#include <string>

namespace support {

template <class... Parameters>
std::string reported_function(void (*)(Parameters...), const char* name) {
    return name;
}

} // namespace support
