// A static object that owns a thread, which it ends and joins as the program ends: when main
// returns, or by `exit` in another thread, where a word is given.
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace {

class owner {
  public:
    owner() = default;
    owner(const owner&) = delete;
    owner& operator=(const owner&) = delete;

    ~owner() {
        {
            const std::lock_guard guard(mutex_);
            ends_ = true;
        }
        changed_.notify_one();
        thread_.join();
        std::puts("joined");
    }

    void start() {
        thread_ = std::thread([this] {
            std::unique_lock guard(mutex_);
            changed_.wait(guard, [this] { return ends_; });
            std::puts("ended");
        });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ends_ = false;
    std::thread thread_;
};

owner owns;

} // namespace

int main(int count, char**) {
    owns.start();
    if (count > 1)
        std::thread([] { std::exit(4); }).join();
    return 3;
}
