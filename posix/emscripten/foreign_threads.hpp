// There are no threads of the system but the one.
#pragma once

namespace weft::posix {

constexpr void know_thread() noexcept {}
constexpr void refuse_foreign() noexcept {}

} // namespace weft::posix
