// What libweft_explore is told of a program that is steered, and what it asks for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "operation.hpp"
#include "thread_record.hpp"
#include "weft/detail/attributes.hpp"
#include "weft/explore.hpp"

namespace weft::backend {

class steered_run;

/// Sees each access to memory of the files that are compiled with -fsanitize=thread.
class access_watch {
  public:
    access_watch() = default;
    access_watch(const access_watch&) = delete;
    access_watch& operator=(const access_watch&) = delete;

    virtual void begin_exploration(const explore_options& options) = 0;

    /// The body, thread 0, is the running one.
    virtual void begin_run(steered_run& run, const thread_record& body) = 0;
    /// A thread starts another one, on a stack that others may have used.
    virtual void started(unsigned starter, unsigned thread, const thread_record& record,
                         const void* stack, std::size_t stack_size) = 0;
    /// The running thread goes on in weft, which is not to be seen. Returns whether it was seen.
    virtual bool pauses() noexcept = 0;
    virtual void goes_on(unsigned thread) noexcept = 0;
    virtual void end_run() noexcept = 0;

    /// Of the race by which the last run has failed.
    virtual void tell_race(std::string& what, std::string& report) const = 0;

    /// Whether it became known in the last run that threads share something else.
    [[nodiscard]] virtual bool has_learned() const noexcept = 0;
    /// It is known from another process, in which `steered_run::learned` was told.
    virtual void know(std::uintptr_t shared_place) = 0;

  protected:
    ~access_watch() = default;
};

/// Null where libweft_explore is not linked.
extern constinit access_watch* accesses;

// For libweft_explore. Of points and races: REQUIRES: a run is made, and its thread calls.

WEFT_VISIBLE void watch_accesses(access_watch& watch) noexcept;
/// As `take_point`; also where the running thread polls, for `operation::yield`.
WEFT_VISIBLE void access_point(operation what, const void* object) noexcept;
/// Has the run fail by a race. No destructors run.
[[noreturn]] WEFT_VISIBLE void fail_by_race();
/// As reports name it.
WEFT_VISIBLE std::string access_thread(const thread_record& thread);
/// The line of the code that comes before `address`, or the function.
WEFT_VISIBLE std::string access_place(std::uintptr_t address);
/// The lines of a traceback, of calls that return to these addresses, innermost first.
WEFT_VISIBLE std::string access_traceback(const std::vector<std::uintptr_t>& addresses);

} // namespace weft::backend
