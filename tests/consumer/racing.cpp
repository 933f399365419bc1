// Two threads race, for weft-run to see.
#include <thread>

int main() {
    int counter = 0;
    std::thread other([&] { ++counter; });
    ++counter;
    other.join();
    return counter == 0;
}
