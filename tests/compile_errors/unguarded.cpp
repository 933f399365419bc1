// error: requires holding lock 'balance_lock'
// Clang's thread safety analysis knows the lock (-Wthread-safety).
#include <weft/thread.hpp>

weft::lock_type balance_lock;
int balance __attribute__((guarded_by(balance_lock))) = 0;

void right() {
    balance_lock.acquire();
    ++balance;
    balance_lock.release();
    if (balance_lock.acquire(false)) {
        ++balance;
        balance_lock.unlock();
    }
    if (balance_lock.try_lock()) {
        --balance;
        balance_lock.release();
    }
}

int main() {
    right();
    ++balance;
}
