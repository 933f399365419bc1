// Explores a body, in a program that may be traced, between two operations of its own. Writes the
// failing run's trace to a file.
#include <cstdio>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

namespace {

weft::lock_type explored;
weft::lock_type outside;

void pair(weft::lock_type& lock) {
    lock.acquire();
    lock.release();
}

void other() {
    pair(explored);
}

void body() {
    explored.acquire();
    weft::start_new_thread(other);
    weft::this_thread::yield(); // the other waits
    explored.release();
    while (weft::count() != 0)
        weft::this_thread::yield();
    weft::fail("it \"fails\"");
}

} // namespace

int main(int, char** argv) {
    std::printf("%p %p\n", static_cast<void*>(&explored), static_cast<void*>(&outside));
    std::fflush(stdout);
    pair(outside);
    const auto found = weft::explore({.runs = 3}, body);
    pair(outside);
    found.write_trace(argv[1]);
    return found.failed == 3 ? 0 : 1;
}
