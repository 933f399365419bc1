// A thread before main; and a producer and a consumer, with one item between them.
#include <cstdio>

#include <weft/std/condition_variable.hpp>
#include <weft/std/mutex.hpp>
#include <weft/std/thread.hpp>

namespace {

/// Before main, a thread begins, and ends.
struct early {
    early() {
        weft::thread begins([this] {
            weft::this_thread::yield();
            begun = true;
        });
        begins.join();
    }
    bool begun = false;
} first;

} // namespace

int main() {
    weft::mutex guard;
    weft::condition_variable changed;
    int item = 0;
    weft::thread producer([&] {
        for (int i = 100; i >= 0; --i) {
            weft::unique_lock lock(guard);
            changed.wait(lock, [&] { return item == 0; });
            item = i == 0 ? -1 : i;
            changed.notify_all();
        }
    });
    int sum = 0;
    for (bool is_last = false; !is_last;) {
        weft::unique_lock lock(guard);
        changed.wait(lock, [&] { return item != 0; });
        is_last = item < 0;
        sum += is_last ? 0 : item;
        item = 0;
        changed.notify_all();
    }
    producer.join();
    std::printf("sum: %d\n", first.begun ? sum : 0);
}
