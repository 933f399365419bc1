#include <cstdio>
#include <weft/thread.hpp>

int main() {
    weft::lock_type done;
    done.acquire();
    weft::start_new_thread([&] {
        std::printf("hello from a thread, on the %s backend\n", weft::backend_name());
        done.release();
    });
    done.acquire(); // waits until the thread has released it
}
