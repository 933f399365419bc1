// error: ignoring return value of
#include <weft/thread.hpp>

int main() {
    weft::lock_type lock;
    lock.try_lock_for(std::chrono::seconds(1));
}
