// What threads on bare-metal ARM use of their stacks, and take of the heap.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <stdexcept>

#include <malloc.h>

#include <weft/thread.hpp>

#include "scheduler.hpp"

namespace {

constexpr char unused = 'u';

const weft::backend::context* stack = nullptr; // its thread may have ended

[[gnu::noinline]] void mark_unused() {
    stack = &weft::backend::running().own;
    char* end = nullptr;
    asm volatile("mov %0, sp" : "=r"(end));
    constexpr std::ptrdiff_t of_fill = 64;
    std::fill(static_cast<char*>(const_cast<void*>(stack->lowest())), end - of_fill, unused);
}

template <class F>
void report(const char* what, F function) {
    weft::start_new_thread([=] {
        mark_unused();
        function();
    });
    const auto* const lowest = static_cast<const char*>(stack->lowest());
    const char* const highest = lowest + stack->size();
    const char* const deepest =
        std::find_if(lowest, highest, [](char each) { return each != unused; });
    std::printf("%s: %d bytes of a stack\n", what, highest - deepest);
}

} // namespace

int main() {
    report("a thread that waits", weft::this_thread::yield);
    report("printf", [] { std::printf("%f\n", 1.5); });
    report("a throw and its catch", [] {
        try {
            throw std::runtime_error("thrown");
        } catch (const std::exception&) {
            std::puts("caught");
        }
    });
    report("an exception that is reported", [] { throw std::runtime_error("thrown"); });

    weft::lock_type gate;
    gate.acquire();
    const auto wait = [&] {
        gate.acquire();
        gate.release();
    };
    weft::start_new_thread(wait); // weft's first of that size takes some for itself
    const auto before = ::mallinfo().uordblks;
    weft::start_new_thread(wait);
    const unsigned size = stack->size();
    std::printf("a waiting thread takes %u bytes beside its stack of %u\n",
                ::mallinfo().uordblks - before - size, size);
    gate.release();
}
