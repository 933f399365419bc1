// What a child of fork forgets, a run does, too: the waiters that an abandoned one has left.
#pragma once

#include "weft/detail/attributes.hpp"

namespace weft::host {

struct at_run {
    explicit at_run(void (*forget)());
};
using at_fork = at_run;

} // namespace weft::host
