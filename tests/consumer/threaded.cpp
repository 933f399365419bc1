// It has no reference to a POSIX thread itself: the standard library has.
#include <cstdio>
#include <thread>
#include <unistd.h>

int main() {
    bool on_mains = false;
    std::thread([&] { on_mains = gettid() == getpid(); }).join();
    std::puts(on_mains ? "threaded: on one OS thread" : "threaded: on an OS thread of its own");
}
