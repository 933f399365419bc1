// error: acquiring mutex 'guard' that is already held
#include <weft/std/mutex.hpp>

weft::mutex guard;

int main() {
    const weft::lock_guard held(guard);
    const weft::scoped_lock again(guard);
}
