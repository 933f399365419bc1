// An event waits for what only a thread can do.
#include <chrono>
#include <emscripten/html5.h>
#include <mutex>
#include <thread>

int main() {
    static std::mutex guard;
    std::thread holds([] {
        const std::lock_guard<std::mutex> held(guard);
        std::this_thread::sleep_for(std::chrono::hours(1));
    });
    emscripten_set_timeout([](void*) { guard.lock(); }, 1, nullptr);
    holds.join();
}
