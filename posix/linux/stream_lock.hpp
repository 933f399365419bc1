// The locks of C's streams, that a thread may hold over several calls, and meanwhile wait. The C
// library's own would have all threads wait then, so that they are not used for that.
#pragma once

#include <cstdio>
#include <sys/single_threaded.h>

#include "weft/std/detail/recursive_word.hpp"

namespace weft::posix {

/// Whether functions of the program's read for it, or write, and may wait meanwhile, or memory is
/// what it is made of.
inline bool has_functions(FILE* stream) noexcept {
    return __libc_single_threaded == 0 && stream->_fileno < 0;
}

/// How many are held by `flockfile`.
extern constinit unsigned held_streams;

/// Waits until no other thread holds the stream.
detail::recursive_word* lock_held_stream(FILE* stream);

/// For a scope that is one call on a stream.
class stream_turn {
  public:
    explicit stream_turn(FILE* stream)
        : lock_(held_streams == 0 && !has_functions(stream) ? nullptr : lock_held_stream(stream)) {}
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
