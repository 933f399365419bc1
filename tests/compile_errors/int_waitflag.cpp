// error: waitflag must be a bool; try_lock_for(time) waits for a limited time
#include <weft/thread.hpp>

int main() {
    weft::lock_type lock;
    return lock.acquire(10) ? 0 : 1;
}
