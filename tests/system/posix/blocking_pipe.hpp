// A pipe, whose `get` blocks until there is something.
#pragma once

#include <cstdlib>

#include <unistd.h>

namespace support {

class blocking_pipe {
  public:
    blocking_pipe() {
        if (::pipe(ends_) != 0)
            std::abort();
    }
    ~blocking_pipe() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }
    blocking_pipe(const blocking_pipe&) = delete;
    blocking_pipe& operator=(const blocking_pipe&) = delete;

    /// Both return whether the system did it.
    bool put(char byte) { return ::write(ends_[1], &byte, 1) == 1; }
    bool get(char& byte) { return ::read(ends_[0], &byte, 1) == 1; }

  private:
    int ends_[2]{};
};

} // namespace support
