// The locks of C's streams, that a thread may hold over several calls, and meanwhile wait. The C
// library's own would have all threads wait then, so that they are not used for that.
#pragma once

#include <cstdio>

#include "weft/std/detail/recursive_word.hpp"

namespace weft::posix {

/// How many are held by `flockfile`.
extern constinit unsigned held_streams;

/// Waits until no other thread holds the stream. Null where none is held.
detail::recursive_word* lock_held_stream(FILE* stream);

/// For a scope that is one call on a stream.
class stream_turn {
  public:
    explicit stream_turn(FILE* stream)
        : lock_(held_streams == 0 ? nullptr : lock_held_stream(stream)) {}
    ~stream_turn() {
        if (lock_ != nullptr)
            lock_->unlock();
    }
    stream_turn(const stream_turn&) = delete;
    stream_turn& operator=(const stream_turn&) = delete;

  private:
    detail::recursive_word* lock_;
};

} // namespace weft::posix
