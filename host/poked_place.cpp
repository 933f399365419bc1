// By the name that GCC puts before each function of 32-bit ARM where it is asked to
// (-mpoke-function-name): the text, what fills its last word, and a word that has their length.
#include "host.hpp"
#include "place.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cinttypes>
#include <cstddef>
#include <cstdio>

namespace weft::host {

namespace {

/// The name before the function that begins at `address`, or null.
const char* name_before(std::uintptr_t address) {
    constexpr std::uint32_t mark = 0xFF000000;
    const std::uintptr_t begin = address & ~std::uintptr_t{1}; // in a pointer it tells Thumb
    if (begin % sizeof mark != 0)
        return nullptr;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): that is what an address of code is.
    const auto* const size = reinterpret_cast<const std::uint32_t*>(begin) - 1;
    const auto* const end = reinterpret_cast<const char*>(size);
    const char* text = std::find(end - sizeof mark, end, '\0');
    if (*size <= mark || *size % sizeof mark != 0 || text == end)
        return nullptr;
    for (const auto whole = static_cast<std::ptrdiff_t>(*size - mark); end - text < whole; --text) {
        if (std::isgraph(static_cast<unsigned char>(text[-1])) == 0)
            return nullptr;
    }
    return text;
}

} // namespace

std::string place_of(std::uintptr_t address) {
    if (const char* const name = name_before(address))
        return function_name(name);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%#" PRIxPTR, address);
    return text.data();
}

} // namespace weft::host
