// By the name that GCC puts before each function of 32-bit ARM where it is asked to
// (-mpoke-function-name): the text, what fills its last word, and a word that has their length.
// In Thumb the text may begin within a word, and is then half a word longer or shorter: a mangled
// name is known by its beginning.
#include "host.hpp"
#include "place.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cinttypes>
#include <cstddef>
#include <cstdio>
#include <string_view>

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
    const auto whole = static_cast<std::ptrdiff_t>(*size - mark);
    const std::ptrdiff_t half = 2; // a word holds two of Thumb's instructions
    while (end - text < whole + half && std::isgraph(static_cast<unsigned char>(text[-1])) != 0)
        --text;
    for (const std::ptrdiff_t length : {whole + half, whole, whole - half}) {
        if (end - text >= length && std::string_view(end - length).starts_with("_Z"))
            return end - length;
    }
    return end - text >= whole ? end - whole : nullptr;
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
