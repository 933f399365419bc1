// The report on threads of which none can ever run again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "thread_record.hpp"

namespace weft::backend {

/// What a thread waits for: a lock, the end of a thread that runs inside its `start_new_thread`,
/// or, where both are null, the end of a sleep that has none.
struct blocked {
    const thread_record* thread;
    const std::uint32_t* lock;
    const thread_record* inside;
};

/// "main", or "#2 worker()".
std::string name_of(const thread_record& thread);

/// What `deadlock` says of `all` the threads there are.
std::string deadlock_report(const std::vector<blocked>& all);

} // namespace weft::backend
