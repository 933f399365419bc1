// What a word holds that the running thread owns.
#pragma once

#include <cstdint>

#include "backend.hpp"
#include "lock_word.hpp"

namespace weft::backend {

/// Or 0 where it is not known yet.
inline constinit thread_local std::uint32_t known_owned = 0;

inline std::uint32_t owned_by_this_thread() noexcept {
    if (known_owned == 0) [[unlikely]]
        known_owned = owner_word(self().ident);
    return known_owned;
}

} // namespace weft::backend
