// Workers take numbers from a queue.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

int main() {
    std::mutex guard;
    std::condition_variable changed;
    std::queue<int> waiting;
    bool is_over = false;
    int sum = 0;
    std::vector<std::thread> workers;
    for (int count = 0; count < 3; ++count)
        workers.emplace_back([&] {
            std::unique_lock<std::mutex> held(guard);
            for (;;) {
                changed.wait(held, [&] { return is_over || !waiting.empty(); });
                if (waiting.empty())
                    return;
                sum += waiting.front();
                waiting.pop();
            }
        });
    for (int each = 1; each <= 100; ++each) {
        const std::lock_guard<std::mutex> held(guard);
        waiting.push(each);
        changed.notify_one();
    }
    {
        const std::lock_guard<std::mutex> held(guard);
        is_over = true;
    }
    changed.notify_all();
    for (auto& each : workers)
        each.join();
    std::printf("the sum is %d\n", sum);
}
