// Capturing what is written to stderr, by Emscripten's table of files: its dup2 opens the file
// again by its name, which one of std::tmpfile() does not have.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include <emscripten/emscripten.h>
#include <unistd.h>

#include "written_text.hpp"

namespace support {

/// While one lives, what is written to file descriptor 2 is kept.
class captured_stderr {
  public:
    captured_stderr() : file_(std::tmpfile()) {
        if (file_ == nullptr)
            std::abort();
        exchange();
    }
    ~captured_stderr() {
        std::fflush(stderr);
        exchange();
        std::fclose(file_);
    }
    captured_stderr(const captured_stderr&) = delete;
    captured_stderr& operator=(const captured_stderr&) = delete;

    /// What has been written so far.
    [[nodiscard]] std::string text() const {
        std::fflush(stderr);
        return written_text(2);
    }

  private:
    // $0 is the argument's name there.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdollar-in-identifier-extension"
    /// Has what is written to the one written to the other from now on.
    void exchange() {
        MAIN_THREAD_EM_ASM({
            const kept = FS.streams[2];
            FS.streams[2] = FS.streams[$0];
            FS.streams[$0] = kept;
        }, ::fileno(file_));
    }
#pragma clang diagnostic pop

    std::FILE* file_;
};

} // namespace support
