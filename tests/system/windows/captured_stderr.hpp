// Capturing what is written to stderr, by the C runtime's file descriptors.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>

namespace support {

/// While one lives, what is written to file descriptor 2 is kept.
class captured_stderr {
  public:
    captured_stderr() : file_(open_temporary()), stderr_(::_dup(2)) {
        if (file_ < 0 || stderr_ < 0 || ::_dup2(file_, 2) < 0)
            std::abort();
    }
    ~captured_stderr() {
        std::fflush(stderr);
        ::_dup2(stderr_, 2);
        ::_close(stderr_);
        ::_close(file_);
    }
    captured_stderr(const captured_stderr&) = delete;
    captured_stderr& operator=(const captured_stderr&) = delete;

    /// What has been written so far. The descriptors share their place in the file.
    [[nodiscard]] std::string text() const {
        std::fflush(stderr);
        ::_lseek(file_, 0, SEEK_SET);
        std::string all;
        char block[4096];
        for (int size = 0; (size = ::_read(file_, block, sizeof block)) > 0;)
            all.append(block, static_cast<std::size_t>(size));
        return all;
    }

  private:
    /// In the directory for such files: `tmpfile` takes the root, where not everybody may write.
    static int open_temporary() {
        const std::unique_ptr<char, void (*)(void*)> name(::_tempnam(nullptr, "weft"), std::free);
        return name == nullptr
                   ? -1
                   : ::_open(name.get(), _O_CREAT | _O_EXCL | _O_RDWR | _O_BINARY | _O_TEMPORARY,
                             _S_IREAD | _S_IWRITE);
    }

    int file_;
    int stderr_;
};

} // namespace support
