// What the process is told of its threads.
#pragma once

#include <sys/prctl.h>
#include <sys/single_threaded.h>

namespace weft::posix {

/// Before there are several: who spares the work of several threads would not tell another.
inline void expect_threads() noexcept {
    __libc_single_threaded = 0;
}

/// The process's name, which is the main thread's.
inline void get_process_name(char (&name)[16]) noexcept {
    prctl(PR_GET_NAME, name);
}
inline void set_process_name(const char* name) noexcept {
    prctl(PR_SET_NAME, name);
}

} // namespace weft::posix
