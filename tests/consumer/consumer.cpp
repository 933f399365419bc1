#include <cstdio>
#include <weft/thread.hpp>

int main() {
    weft::lock_type done;
    done.acquire();
    weft::start_new_thread([&] { done.release(); });
    done.acquire();
    std::printf("consumer: %s\n", weft::backend_name());
}
