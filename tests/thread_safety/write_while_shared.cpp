// error: writing variable 'balance' requires holding shared_mutex 'guard' exclusively
#include <weft/std/shared_mutex.hpp>

weft::shared_mutex guard;
int balance WEFT_THREAD_SAFETY(guarded_by(guard)) = 0;

int main() {
    const weft::shared_lock held(guard);
    balance = 1;
}
