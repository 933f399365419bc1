// Debuggers show a running thread by the name that it has set for itself.
#pragma once

#include <pthread.h>

#include "real/shown_name.hpp"

namespace weft::backend {

inline void show_name(const thread_record& self) noexcept {
    pthread_setname_np(pthread_self(), shown_name_of(self).data());
}

} // namespace weft::backend
