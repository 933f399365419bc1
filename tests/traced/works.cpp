// What is traced: prints where its locks are, and does the same each time.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <tuple>

#include <weft/std/detail/mutex_word.hpp>
#include <weft/thread.hpp>

namespace {

using namespace std::chrono_literals;

weft::lock_type first;
weft::lock_type second;
weft::lock_type done;
weft::detail::mutex_word mutex;

void worker(int) {
    weft::this_thread::sleep_for(1ms);
    done.release();
}

} // namespace

int main(int argc, char** argv) {
    std::printf("%p %p %p %p\n", static_cast<void*>(&first), static_cast<void*>(&second),
                static_cast<void*>(&done), static_cast<void*>(&mutex));
    std::fflush(stdout);
    done.acquire();
    weft::start_new_thread(worker, std::tuple(1));
    done.acquire();
    first.lock();
    second.lock();
    first.unlock();
    second.unlock();
    mutex.lock();
    mutex.unlock();
    first.lock();
    if (argc > 1 && std::strcmp(argv[1], "aborts") == 0)
        std::abort();
    const bool taken = first.try_lock_for(1ms);
    first.unlock();
    return taken ? 1 : 0;
}
