// error: mutex 'guard' is still held at the end of function
#include <weft/std/mutex.hpp>

weft::mutex guard;

int main() {
    guard.lock();
}
