// Capturing what is written to stderr, by POSIX's file descriptors.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include <unistd.h>

#include "written_text.hpp"

namespace support {

/// While one lives, what is written to file descriptor 2 is kept.
class captured_stderr {
  public:
    captured_stderr() : file_(std::tmpfile()), stderr_(::dup(2)) {
        if (file_ == nullptr || stderr_ < 0 || ::dup2(::fileno(file_), 2) < 0)
            std::abort();
    }
    ~captured_stderr() {
        std::fflush(stderr);
        ::dup2(stderr_, 2);
        ::close(stderr_);
        std::fclose(file_);
    }
    captured_stderr(const captured_stderr&) = delete;
    captured_stderr& operator=(const captured_stderr&) = delete;

    /// What has been written so far.
    [[nodiscard]] std::string text() const {
        std::fflush(stderr);
        return written_text(::fileno(file_));
    }

  private:
    std::FILE* file_;
    int stderr_;
};

} // namespace support
