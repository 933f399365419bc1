// error: ignoring return value of
#include <weft/thread.hpp>

int main() {
    weft::lock_type lock;
    lock.try_lock_until(std::chrono::steady_clock::now());
}
