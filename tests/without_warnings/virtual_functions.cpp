// Uses each class of the headers that has virtual functions.
#include <weft/thread.hpp>

int main() {
    weft::start_new_thread([] { throw weft::error("thrown"); });
    throw weft::deadlock("thrown");
}
