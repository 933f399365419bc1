// A program that is written against std, for what is installed.
#include <cstdio>
#include <future>
#include <mutex>
#include <thread>

int main() {
    std::mutex mutex;
    int sum = 0;
    std::thread adds([&] {
        const std::lock_guard<std::mutex> held(mutex);
        sum += 1;
    });
    adds.join();
    std::printf("sum: %d\n", sum + std::async(std::launch::async, [] { return 2; }).get());
}
