// Catching, where a file is compiled with exceptions: the one header of weft's that asks.
#pragma once

#include <exception>
#include <utility>

namespace weft::detail {

/// Calls `function`, and returns what it throws, or null. What is not C++'s, as what ends a thread
/// of the system, goes on.
template <class F>
std::exception_ptr caught(F&& function) {
#if defined(__cpp_exceptions)
    try {
        std::forward<F>(function)();
    } catch (...) {
        std::exception_ptr thrown = std::current_exception();
        if (thrown == nullptr)
            throw;
        return thrown;
    }
#else
    std::forward<F>(function)();
#endif
    return nullptr;
}

} // namespace weft::detail
