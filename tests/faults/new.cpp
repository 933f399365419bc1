// `operator new` that fails when a test has asked for it.
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>

#include "injected.hpp"

namespace {
// The thread whose allocations fail, told by its errno: not every platform has thread_local.
std::atomic<const int*> failing = nullptr;
int until_failure = 0; // looked at by that thread alone
std::atomic<int> alive = 0;
} // namespace

int faults::allocations() {
    return alive;
}

faults::failing_new::failing_new(int n) {
    until_failure = n;
    failing = &errno;
}

faults::failing_new::~failing_new() {
    failing = nullptr;
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    if (failing == &errno && (until_failure <= 1 || --until_failure == 0))
        return nullptr;
    ++alive;
    return std::malloc(size == 0 ? 1 : size);
}

void* operator new(std::size_t size) {
    if (void* const place = operator new(size, std::nothrow))
        return place;
    throw std::bad_alloc();
}

void operator delete(void* place, const std::nothrow_t&) noexcept {
    alive -= place != nullptr ? 1 : 0;
    std::free(place);
}

void operator delete(void* place) noexcept {
    alive -= place != nullptr ? 1 : 0;
    std::free(place);
}

void operator delete(void* place, std::size_t) noexcept {
    alive -= place != nullptr ? 1 : 0;
    std::free(place);
}
