// The report on threads of which none can ever run again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "purpose.hpp"
#include "thread_record.hpp"

namespace weft::backend {

/// What a thread waits for: what the word belongs to; or the end of a thread that runs inside its
/// `start_new_thread`, where that is not null.
struct blocked {
    const thread_record* thread;
    const std::uint32_t* word;
    purpose why;
    const thread_record* inside = nullptr;
};

/// "main", or "#2 worker()".
std::string name_of(const thread_record& thread);

/// What `deadlock` says of `all` the threads there are.
std::string deadlock_report(const std::vector<blocked>& all);

} // namespace weft::backend
