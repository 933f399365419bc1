// The interactive interrupt, sent to somebody: a signal comes to the thread that raises it, whoever
// is meant.
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
