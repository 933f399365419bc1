// What a thread is made with.
#pragma once

#include <cstddef>
#include <pthread.h>

#include "storage.hpp"

namespace weft::posix {

/// In a pthread_attr_t.
struct thread_attributes {
    void* stack = nullptr;         ///< its lowest address, where it is the caller's
    std::size_t stack_size = 0;    ///< 0: what threads have by default
    std::size_t guard_size = 4096; ///< that is told; a stack has one of a page
    bool is_detached = false;
    bool inherits = true; ///< how it is scheduled, which is as all others are
};

inline thread_attributes& attributes_of(const pthread_attr_t& given) noexcept {
    return kept_in<thread_attributes>(const_cast<pthread_attr_t&>(given));
}

/// Of the main thread, where that can be told; or returns the number of an error.
int tell_stack_of_main(thread_attributes& all) noexcept;

} // namespace weft::posix
