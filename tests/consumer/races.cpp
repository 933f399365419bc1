// Prints the race that is in it, where accesses to memory are explored.
#include <iostream>
#include <weft/explore.hpp>
#include <weft/thread.hpp>

int main() {
    std::cout << weft::explore({.runs = 10}, [] {
        int counter = 0;
        weft::start_new_thread([&] { ++counter; });
        ++counter;
    });
}
