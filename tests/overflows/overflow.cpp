// overflow variables|calls: a thread whose stack overflows, by what functions have in memory, or by
// what they have in registers.
#include <cstdio>
#include <cstring>

#include <weft/thread.hpp>

namespace {

constexpr int asked = 32'768;
constexpr int size = asked + 131'072; // with what is for a report

/// In frames, until they are `size` below `top`.
[[gnu::noinline]] int use_memory(const volatile char* top) {
    volatile char block[256];
    for (volatile char& each : block)
        each = 1;
    if (top - block >= size)
        weft::this_thread::yield();
    else
        block[0] = static_cast<char>(use_memory(top));
    return block[0];
}

volatile int number = 1;

[[gnu::noinline]] int use_registers(int calls) {
    const int kept = number;
    if (calls == 0)
        weft::this_thread::yield();
    else
        number = use_registers(calls - 1);
    return kept + number;
}

void overflow_by_variables() {
    volatile char top = 0;
    use_memory(&top);
}

void overflow_by_calls() {
    char most[size - 16'384];
    asm volatile("" : : "r"(most) : "memory"); // else the optimiser makes it small
    use_registers(3'000);
    asm volatile("" : : "r"(most) : "memory");
}

} // namespace

int main(int, char** argv) {
    weft::stack_size(asked);
    weft::start_new_thread(std::strcmp(argv[1], "variables") == 0 ? overflow_by_variables
                                                                  : overflow_by_calls);
    weft::this_thread::yield();
    std::puts("it went on");
}
