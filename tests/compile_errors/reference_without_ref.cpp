// error: the function cannot be called with these arguments
#include <weft/thread.hpp>

void increment(int& number);

int main() {
    int number = 0;
    weft::start_new_thread(increment, std::tuple{number});
}
