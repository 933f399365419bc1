// What a word holds that the running thread owns.
#pragma once

#include <cstdint>

#include "backend.hpp"
#include "lock_word.hpp"

namespace weft::backend {

inline std::uint32_t owned_by_this_thread() noexcept {
    return owner_word(self().ident);
}

} // namespace weft::backend
