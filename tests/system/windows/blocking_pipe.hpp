// A pipe, whose `get` blocks until there is something.
#pragma once

#include <cstdlib>

#include <fcntl.h>
#include <io.h>

namespace support {

class blocking_pipe {
  public:
    blocking_pipe() {
        if (::_pipe(ends_, 256, _O_BINARY) != 0)
            std::abort();
    }
    ~blocking_pipe() {
        ::_close(ends_[0]);
        ::_close(ends_[1]);
    }
    blocking_pipe(const blocking_pipe&) = delete;
    blocking_pipe& operator=(const blocking_pipe&) = delete;

    /// Both return whether the system did it.
    bool put(char byte) { return ::_write(ends_[1], &byte, 1) == 1; }
    bool get(char& byte) { return ::_read(ends_[0], &byte, 1) == 1; }

  private:
    int ends_[2]{};
};

} // namespace support
