// The instructions of a switch on a Cortex-M, by its timer: under qemu's `-icount shift=0`, an
// instruction takes a nanosecond, and a tick of the board's processor 40.
#include <cstdint>
#include <cstdio>

#include <weft/thread.hpp>

#include "context.hpp"

namespace {

struct timer {
    volatile std::uint32_t control;
    volatile std::uint32_t reload;
    volatile std::uint32_t value;
};

/// Of 24 bits, downwards.
timer& system_timer() {
    return *reinterpret_cast<timer*>(0xE000E010); // NOLINT(performance-no-int-to-ptr)
}

constexpr std::uint32_t all_bits = 0xFFFFFF;
constexpr unsigned instructions_of_tick = 40;
constexpr unsigned rounds = 100'000;

template <class F>
unsigned instructions_of(F function) {
    const std::uint32_t begin = system_timer().value;
    for (unsigned i = 0; i < rounds; ++i)
        function();
    const std::uint32_t ticks = (begin - system_timer().value) & all_bits;
    return ticks * instructions_of_tick / (rounds / 100);
}

template <class F>
void report(const char* what, F function) {
    const unsigned loop = instructions_of([] { asm volatile(""); });
    const unsigned hundredths = instructions_of(function) - loop;
    std::printf("%s: %u.%u instructions\n", what, hundredths / 100, hundredths % 100 / 10);
}

using weft::backend::context;

context main_context;
context other;

void go_back(void*) {
    for (;;)
        other.switch_to(main_context);
}

} // namespace

int main() {
    system_timer().reload = all_bits;
    system_timer().value = 0;
    system_timer().control = 0b101; // on, by the processor's clock

    if (other.create(0, go_back, nullptr))
        return 1;
    report("a context there and back", [] { main_context.switch_to(other); });

    bool ended = false;
    weft::start_new_thread([&] {
        while (!ended)
            weft::this_thread::yield();
    });
    report("a thread there and back by yield", weft::this_thread::yield);
    ended = true;
    weft::this_thread::yield();
}
