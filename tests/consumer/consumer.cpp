// With one thread in the whole program, an optimiser that sees all of it knows what is run, and may
// make weft's frames and the function's one: the function's handlers must go on working.
#include <cstdio>
#include <stdexcept>
#include <weft/thread.hpp>

struct release_at_end {
    weft::lock_type& lock;
    ~release_at_end() { lock.release(); }
};

[[gnu::noinline]] void fail(int count) {
    if (count > 0)
        throw std::runtime_error("caught");
}

int main(int argc, char**) {
    static weft::lock_type done;
    static bool caught = false;
    done.acquire();
    weft::start_new_thread(
        [](int count) {
            const release_at_end released{done};
            try {
                fail(count);
            } catch (const std::runtime_error&) {
                caught = true;
            }
        },
        std::tuple{argc});
    if (!done.try_lock_for(std::chrono::seconds(30)) || !caught)
        return 1;
    std::printf("consumer: %s\n", weft::backend_name());
}
