// Descriptors that are closed in time, and pairs of them.
#pragma once

#include <array>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <doctest/doctest.h>

namespace suite {

/// A descriptor that is closed by the destructor, if not before.
class descriptor {
  public:
    explicit descriptor(int number) : number_(number) { REQUIRE(number >= 0); }
    ~descriptor() { close(); }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;

    void close() {
        if (number_ >= 0)
            ::close(number_);
        number_ = -1;
    }
    operator int() const { return number_; }

  private:
    int number_;
};

/// What is written to `in` comes out of `out`.
class connected {
  public:
    descriptor out;
    descriptor in;

  protected:
    explicit connected(std::array<int, 2> ends) : out(ends[0]), in(ends[1]) {}
};

struct pipe_pair : connected {
    explicit pipe_pair(int flags = 0) : connected(made(flags)) {}
    static std::array<int, 2> made(int flags) {
        std::array<int, 2> ends{-1, -1};
        REQUIRE(pipe2(ends.data(), flags) == 0);
        return ends;
    }
};

struct socket_pair : connected {
    explicit socket_pair(int type = SOCK_STREAM) : connected(made(type)) {}
    static std::array<int, 2> made(int type) {
        std::array<int, 2> ends{-1, -1};
        REQUIRE(socketpair(AF_UNIX, type, 0, ends.data()) == 0);
        return ends;
    }
};

} // namespace suite
