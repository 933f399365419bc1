// error: the function cannot be called with these arguments
#include <weft/thread.hpp>

int main() {
    weft::start_new_thread(42);
}
