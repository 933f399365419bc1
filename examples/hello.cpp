// A thread that says hello, and a main thread that waits for it.
#include <cstdio>
#include <weft/thread.hpp>

weft::lock_type done;

void hello(const char* name) {
    std::printf("hello, %s, from thread %d\n", name, static_cast<int>(weft::get_ident()));
    done.release();
}

int main() {
    done.acquire();
    weft::start_new_thread(hello, std::tuple{"world"});
    done.acquire(); // waits until the thread has released it
    std::printf("goodbye from main, on the %s backend\n", weft::backend_name());
}
