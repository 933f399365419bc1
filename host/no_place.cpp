// Where nothing tells what is at an address.
#include "host.hpp"
#include "place.hpp"

#include <array>
#include <cinttypes>
#include <cstdio>

namespace weft::host {

std::string place_of(std::uintptr_t address) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%#" PRIxPTR, address);
    return text.data();
}

} // namespace weft::host
