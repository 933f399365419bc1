// The running thread's record. Not thread_local: win32_own.cpp says why.
#pragma once

#include <memory>

#include "thread_end.hpp"
#include "thread_record.hpp"

namespace weft::backend {

struct own_state {
    thread_record record{.ident = 0};
    thread_end* owed = nullptr;
};

thread_record& own_record() noexcept;

/// First in a thread that is started, so that nothing is made there which might not be had.
void give_own(std::unique_ptr<own_state> state) noexcept;

} // namespace weft::backend
