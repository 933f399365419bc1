// The running thread's record. Not thread_local: win32_own.cpp says why.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>

#include "thread_end.hpp"
#include "thread_record.hpp"

namespace weft::backend {

struct own_state {
    thread_record record{.ident = 0};
    thread_end* owed = nullptr;

    // Not by the program's, which may be counting: it is given back after others have joined.
    // Where there is no memory, `new` returns null.
    static void* operator new(std::size_t size) noexcept { return std::malloc(size); }
    static void operator delete(void* room) noexcept { std::free(room); }
};

thread_record& own_record() noexcept;

/// First in a thread that is started, so that nothing is made there which might not be had.
void give_own(std::unique_ptr<own_state> state) noexcept;

} // namespace weft::backend
