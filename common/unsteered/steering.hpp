// Nobody steers these threads: no point costs anything, and time is that of the clock.
#pragma once

#include <string_view>

#include "clock.hpp"
#include "operation.hpp"

namespace weft::backend {

inline void point(operation, const void*) {}
struct no_points {
    // NOLINTNEXTLINE(modernize-use-equals-default): not trivial, so that it is not unused.
    no_points() {}
};
inline void fail_run(std::string_view) {}
inline deadline_t moment() {
    return now();
}
inline bool time_is_virtual() {
    return false;
}

} // namespace weft::backend
