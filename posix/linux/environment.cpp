#include "environment.hpp"

#include <algorithm>
#include <cstring>
#include <unistd.h>

namespace weft::posix {

namespace {

/// In "NAME=value"; null where that is another one.
const char* value_in(const char* entry, const char* variable) noexcept {
    const std::size_t size = std::strlen(variable);
    const bool is_it = std::strncmp(entry, variable, size) == 0 && entry[size] == '=';
    return is_it ? entry + size + 1 : nullptr;
}

} // namespace

const char* value_of(const char* variable) noexcept {
    for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
        if (const char* const value = value_in(*each, variable))
            return value;
    }
    return nullptr;
}

void unset(std::span<const char* const> variables) noexcept {
    if (environ == nullptr)
        return;
    char** kept = environ;
    for (char** each = environ; *each != nullptr; ++each) {
        const bool is_unset = std::any_of(variables.begin(), variables.end(), [&](const char* one) {
            return value_in(*each, one) != nullptr;
        });
        if (!is_unset)
            *kept++ = *each;
    }
    *kept = nullptr;
}

} // namespace weft::posix
