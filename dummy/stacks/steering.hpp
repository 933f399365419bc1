// The points at which another thread may go on while a program is steered, and what time it is.
#pragma once

#include <string_view>

#include "clock.hpp"
#include "operation.hpp"

namespace weft::backend {

class steered_run;

/// Null where nobody steers.
extern constinit steered_run* steered;

/// Has another thread go on before the running one does `what`, if that is decided.
void take_point(operation what, const void* object) noexcept;

inline void point(operation what, const void* object) {
    if (steered != nullptr)
        take_point(what, object);
}

/// For a scope of the running thread, in which it does not do the program's work: no access to
/// memory is seen there.
class unseen {
  public:
    unseen() noexcept;
    ~unseen();
    unseen(const unseen&) = delete;
    unseen& operator=(const unseen&) = delete;

  private:
    const bool was_seen_;
};

/// Besides, no point there is one.
struct no_points : unseen {
    no_points() noexcept;
    ~no_points();
    no_points(const no_points&) = delete;
    no_points& operator=(const no_points&) = delete;
};

/// Has the run fail, and does not return, where there is one.
void fail_run(std::string_view why);

/// How late it is in the run: nothing but waiting takes time there.
extern constinit deadline_t virtual_time;
/// Something from outside of a steered process is awaited, which takes its time.
extern constinit bool time_passes;

inline bool time_is_virtual() {
    return steered != nullptr;
}
inline deadline_t moment() {
    return time_is_virtual() ? virtual_time : now();
}

} // namespace weft::backend
