// Compiled with -fsanitize=thread, and linked to a libweft that is not: threads share what weft
// keeps apart, in each way that it does. ThreadSanitizer ends the program with a status of its own
// where it sees a race.
#include <chrono>
#include <mutex>

#include <weft/thread.hpp>

namespace {

using namespace std::chrono_literals;
using weft::start_new_thread;

constexpr int rounds = 1000;
constexpr int threads = 5;

weft::lock_type guard;
int guarded = 0;

/// Each thread acquires in another way.
template <class Acquire>
void start_counting(Acquire acquire) {
    start_new_thread([acquire] {
        for (int i = 0; i < rounds; ++i) {
            acquire();
            ++guarded;
            guard.release();
        }
    });
}

void start_counting_in_scope() {
    start_new_thread([] {
        for (int i = 0; i < rounds; ++i) {
            const std::lock_guard held(guard);
            ++guarded;
        }
    });
}

template <class Attempt>
auto until_acquired(Attempt attempt) {
    return [attempt] {
        while (!attempt())
            weft::this_thread::yield();
    };
}

/// What a thread did before its end is seen after a `count()` that has it no more; what its
/// arguments' destructors did, too.
void wait_for_threads() {
    while (weft::count() != 0)
        weft::this_thread::yield();
}

struct writes_at_end {
    int* to;
    explicit writes_at_end(int& place) : to(&place) {}
    writes_at_end(writes_at_end&& from) noexcept : to(std::exchange(from.to, nullptr)) {}
    writes_at_end(const writes_at_end&) = delete;
    writes_at_end& operator=(const writes_at_end&) = delete;
    writes_at_end& operator=(writes_at_end&&) = delete;
    ~writes_at_end() {
        if (to != nullptr)
            ++*to;
    }
    void operator()() const {}
};

} // namespace

int main() {
    int before_start = 1;
    int released_by_another = 0;
    int at_end = 0;

    start_counting([] { guard.acquire(); });
    start_counting(until_acquired([] { return guard.acquire(false); }));
    start_counting(until_acquired([] { return guard.try_lock_for(1h); }));
    start_counting(
        until_acquired([] { return guard.try_lock_until(std::chrono::steady_clock::now() + 1h); }));
    start_counting_in_scope();
    wait_for_threads();

    weft::lock_type done;
    done.acquire();
    start_new_thread([&] {
        released_by_another = before_start;
        done.release();
    });
    done.acquire();
    ++released_by_another;

    start_new_thread(writes_at_end(at_end));
    wait_for_threads();
    ++at_end;
    return guarded == rounds * threads && released_by_another == 2 && at_end == 2 ? 0 : 1;
}
