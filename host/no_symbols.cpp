// Where no library tells which function an address is in: the address itself, for addr2line.
#include <array>
#include <charconv>

#include "host.hpp"

namespace weft::host {

std::vector<symbol> symbols_at(std::uintptr_t address) {
    return {{function_at(address), "", 0}};
}

std::string function_at(std::uintptr_t address) {
    std::array<char, 2 * sizeof address> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), address, 16).ptr;
    return "0x" + std::string(digits.begin(), end);
}

} // namespace weft::host
