// overflow [calls]: a thread uses a little more than its stack, and then waits: more by what
// functions have in memory, or by what they have in registers.
#include <cstddef>
#include <cstdio>

#include <weft/thread.hpp>

#include "scheduler.hpp"

namespace {

const weft::backend::context& own_stack() {
    return weft::backend::running().own;
}

[[gnu::noinline]] int dig(const char* until) {
    volatile char block[64];
    block[0] = 1;
    return static_cast<const volatile char*>(block) < until ? block[0] : dig(until) + block[0];
}

void overflow() {
    dig(static_cast<const char*>(own_stack().lowest()) - 16);
    std::fputs("it has not waited yet\n", stderr);
    weft::this_thread::yield();
    std::fputs("it went on\n", stderr);
}

volatile int number = 1;

[[gnu::noinline]] int call(int times) {
    const int kept = number;
    if (times == 0)
        weft::this_thread::yield();
    else
        number = call(times - 1);
    return kept + number;
}

void overflow_by_calls() {
    constexpr std::size_t room = 16'384;
    void* const most = __builtin_alloca(own_stack().size() - room);
    asm volatile("" : : "r"(most) : "memory"); // it is used
    call(3'000);
    asm volatile("" : : "r"(most) : "memory");
}

} // namespace

int main(int count, char**) {
    weft::start_new_thread(count > 1 ? overflow_by_calls : overflow);
    weft::this_thread::yield();
    std::fputs("it went on\n", stderr);
}
