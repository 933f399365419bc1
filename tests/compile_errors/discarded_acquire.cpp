// error: ignoring return value of
#include <weft/thread.hpp>

int main() {
    weft::lock_type lock;
    lock.acquire(false);
}
