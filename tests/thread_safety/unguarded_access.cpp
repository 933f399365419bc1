// error: reading variable 'balance' requires holding mutex 'guard'
#include <weft/std/mutex.hpp>

weft::mutex guard;
int balance WEFT_THREAD_SAFETY(guarded_by(guard)) = 0;

int main() {
    return balance;
}
