// The interactive interrupt, sent to somebody: where nobody can be told to get it, whoever is
// meant.
#pragma once

#include "ctrl_c.hpp"

namespace support {

inline void ctrl_c_for_process() {
    ctrl_c();
}

struct ctrl_c_for_thread {
    void operator()() const { ctrl_c(); }
};

} // namespace support
