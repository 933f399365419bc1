// error: writing variable 'balance' requires holding mutex 'guard' exclusively
#include <weft/std/mutex.hpp>

weft::mutex guard;
int balance WEFT_THREAD_SAFETY(guarded_by(guard)) = 0;

int main() {
    weft::unique_lock held(guard);
    ++balance;
    held.unlock();
    balance = 0;
}
