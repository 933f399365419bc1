// What threads do, as a file in Chrome's trace-event format, which https://ui.perfetto.dev opens:
// each thread has a track, where what takes time is a slice.
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>

#include "clock.hpp"
#include "events.hpp"

namespace weft {

/// For one thread at a time.
class trace_file {
  public:
    /// Returns false where the file cannot be made; `errno` says why.
    bool open(const char* path) noexcept;
    [[nodiscard]] bool is_open() const { return file_ != nullptr; }
    /// All is written at once from here on, so that nothing is lost with the process.
    void write_at_once() noexcept;

    void name(ident_t thread, const std::string& shown);
    /// Something that a thread does, and what with.
    struct happened {
        ident_t thread;
        event what;
        const void* object = nullptr;
        backend::purpose why = backend::purpose::sleep;
        ident_t holder = 0; ///< where that is said
    };
    /// At a time in nanoseconds, none of which is before that of the call before. `more` is what
    /// the event has besides, as `,"args":{"place":"here"}`.
    void add(const happened& each, deadline_t time, const char* more = "") noexcept;
    /// Something that takes no time; `what` as it is in JSON.
    void mark(ident_t thread, deadline_t time, const char* what, const char* more = "") noexcept;

    /// Ends all that has not ended. Returns false where not all could be written; `errno` says why.
    bool close(deadline_t time) noexcept;
    /// The file is another process's.
    void forget() noexcept { file_ = nullptr; }

  private:
    /// What has begun by that.
    using slice = happened;

    template <class Wanted>
    slice* newest(Wanted is_wanted) noexcept;
    void begin(const slice& begun, deadline_t time, const char* more) noexcept;
    void end(slice* ended, deadline_t time) noexcept;
    void write(ident_t thread, deadline_t time, const char* phase, const char* what,
               const char* more) noexcept;
    void write_slice(const slice& each, deadline_t time, const char* phase,
                     const char* more = "") noexcept;

    std::FILE* file_ = nullptr;
    // Those that have not ended, the newest last. Where there is no memory, one is not shown.
    slice* open_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// As it is in JSON, between quotes.
std::string quoted(const std::string& text);

} // namespace weft
