// Capturing what is written to stderr, which newlib lets a program assign.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

// newlib has this of POSIX's, but does not declare it for standard C++.
extern "C" std::FILE* open_memstream(char** text, std::size_t* size);

namespace support {

/// While one lives, what is written to stderr is kept.
class captured_stderr {
  public:
    captured_stderr() : file_(open_memstream(&text_, &size_)), stderr_(stderr) {
        if (file_ == nullptr)
            std::abort();
        stderr = file_;
    }
    ~captured_stderr() {
        stderr = stderr_;
        std::fclose(file_);
        std::free(text_);
    }
    captured_stderr(const captured_stderr&) = delete;
    captured_stderr& operator=(const captured_stderr&) = delete;

    /// What has been written so far.
    [[nodiscard]] std::string text() const {
        std::fflush(file_);
        return {text_, size_};
    }

  private:
    char* text_ = nullptr;
    std::size_t size_ = 0;
    std::FILE* file_;
    std::FILE* stderr_;
};

} // namespace support
