// What threads have of variables of which each has its own.
#pragma once

#include <cstdint>

#include "weft/detail/local_value.hpp"

namespace weft {

struct thread_record;

namespace detail {

/// Of a thread that has none.
extern constinit local_values no_values;

} // namespace detail

/// Destroys the values of the running thread, the newest first, until there are none.
void end_locals(thread_record& self) noexcept;

/// Of a thread that will never go on: gives back the memory, and destroys nothing.
void drop_locals(thread_record& abandoned) noexcept;

/// Which places of tables are given out.
struct local_indexes {
    std::uint32_t next = 0;        ///< from here on, none was
    std::uint32_t* free = nullptr; ///< those that were given back; has room for each below `next`
    std::uint32_t free_size = 0;
    std::uint32_t room = 0;
};

/// For who has variables that are gone without being destroyed: begins anew with those that are
/// given out from here on, and gives them all back. One that is still there is found more slowly if
/// another one gets its place. REQUIRES: no other thread runs meanwhile.
local_indexes begin_local_indexes() noexcept;
void end_local_indexes(const local_indexes& before) noexcept;

} // namespace weft
