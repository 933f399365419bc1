// Capturing what is written to stderr, by WASI's file descriptors: each is moved, none is copied.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include <fcntl.h>
#include <unistd.h>
#include <wasi/libc.h>

#include "written_text.hpp"

namespace support {

/// While one lives, what is written to file descriptor 2 is kept.
class captured_stderr {
  public:
    captured_stderr() {
        const std::string name = "stderr." + std::to_string(std::random_device()());
        stderr_ = ::open(name.c_str(), O_CREAT | O_EXCL | O_RDWR, 0600);
        // Only a descriptor that is open can be moved to; the lowest that is not is what opens
        // next.
        if (stderr_ < 0 || __wasilibc_fd_renumber(2, stderr_) != 0 ||
            ::open(name.c_str(), O_RDWR) != 2)
            std::abort();
        ::unlink(name.c_str());
    }
    ~captured_stderr() {
        std::fflush(stderr);
        if (__wasilibc_fd_renumber(stderr_, 2) != 0)
            std::abort();
    }
    captured_stderr(const captured_stderr&) = delete;
    captured_stderr& operator=(const captured_stderr&) = delete;

    /// What has been written so far.
    [[nodiscard]] std::string text() const {
        std::fflush(stderr);
        return written_text(2);
    }

  private:
    int stderr_; // where it is meanwhile
};

} // namespace support
