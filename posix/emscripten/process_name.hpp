// The process has no name.
#pragma once

#include "thread.hpp"

namespace weft::posix {

constexpr bool has_name_of_process(const thread&) noexcept {
    return false;
}
constexpr void get_process_name(char (&)[16]) noexcept {}
constexpr void set_process_name(const char*) noexcept {}

} // namespace weft::posix
