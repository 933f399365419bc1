// What is counted of threads.
#pragma once

#include <cstddef>

#include "thread_record.hpp"

namespace weft {

struct registry {
    ident_t last_ident = main_ident;
    std::size_t running = 0;
    std::size_t next_stack_size = 0;
};

/// For who has threads that are not to be known any more. REQUIRES: no other thread runs
/// meanwhile.
registry get_registry() noexcept;
void set_registry(const registry& all) noexcept;

} // namespace weft
