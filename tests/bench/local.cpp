// A variable of which each thread has its own, against thread_local, which needs no library where
// threads are real, and is one for all where they are not. Prints the medians, and their ratios.
#include <cstdio>
#include <string>

#include <weft/local.hpp>

#include "medians.hpp"

namespace {

/// As of a library: what is initialised elsewhere is looked at as it may be.
struct counted {
    counted();
    ~counted();
    long uses = 0;
};

WEFT_NOINLINE counted::counted() = default;
WEFT_NOINLINE counted::~counted() = default;

thread_local long plain_thread_local = 0;
thread_local counted made_thread_local;
weft::local<long> plain_local;
weft::local<counted> made_local;

/// As in a function that is called from anywhere.
WEFT_NOINLINE void use_plain_thread_local() {
    ++plain_thread_local;
}
WEFT_NOINLINE void use_plain_local() {
    ++*plain_local;
}
WEFT_NOINLINE void use_made_thread_local() {
    ++made_thread_local.uses;
}
WEFT_NOINLINE void use_made_local() {
    ++made_local->uses;
}
WEFT_NOINLINE void use_static_thread_local() {
    static thread_local counted own;
    ++own.uses;
}
WEFT_NOINLINE void use_static_local() {
    static weft::local<counted> own;
    ++own->uses;
}

template <void (*use)()>
void use_each(benchmark::State& state) {
    for (auto _ : state)
        use();
}

} // namespace

BENCHMARK(use_each<use_plain_thread_local>)->Name("thread_local number");
BENCHMARK(use_each<use_plain_local>)->Name("weft::local number");
BENCHMARK(use_each<use_made_thread_local>)->Name("thread_local object");
BENCHMARK(use_each<use_made_local>)->Name("weft::local object");
BENCHMARK(use_each<use_static_thread_local>)->Name("thread_local object in a function");
BENCHMARK(use_each<use_static_local>)->Name("weft::local object in a function");

int main(int argc, char** argv) {
    initialise(argc, argv);
    const medians found;
    for (const std::string what : {"number", "object", "object in a function"})
        std::printf("weft::local takes %.2f of thread_local's time, of a use of a%s %s\n",
                    found.ratio("weft::local " + what, "thread_local " + what),
                    what == "number" ? "" : "n", what.c_str());
}
