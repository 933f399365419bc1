// A picture of the Mandelbrot set, in tiles: one thread says what is to be computed, four compute
// it, and main shows it as it comes.
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <optional>
#include <queue>
#include <thread>
#include <utility>
#include <vector>

#include "display.hpp"

namespace {

/// Has room for a few.
template <class T>
class bounded_queue {
  public:
    explicit bounded_queue(std::size_t room) : room_(room) {}

    /// Returns whether it was taken: it is not, once the queue is closed.
    bool put(T value) {
        std::unique_lock<std::mutex> held(guard_);
        has_room_.wait(held, [this] { return is_closed_ || values_.size() < room_; });
        if (is_closed_)
            return false;
        values_.push(std::move(value));
        has_value_.notify_one();
        return true;
    }

    /// Nothing, once the queue is closed and empty.
    std::optional<T> take() {
        std::unique_lock<std::mutex> held(guard_);
        has_value_.wait(held, [this] { return is_closed_ || !values_.empty(); });
        if (values_.empty())
            return std::nullopt;
        T value = std::move(values_.front());
        values_.pop();
        has_room_.notify_one();
        return value;
    }

    void close() {
        {
            const std::lock_guard<std::mutex> held(guard_);
            is_closed_ = true;
        }
        has_room_.notify_all();
        has_value_.notify_all();
    }

  private:
    std::mutex guard_;
    std::condition_variable has_room_;
    std::condition_variable has_value_;
    std::queue<T> values_;
    std::size_t room_;
    bool is_closed_ = false;
};

constexpr int side = 32;
constexpr std::size_t worker_count = 4;

bounded_queue<tile> wanted(worker_count);
bounded_queue<tile> ready(worker_count);

/// After how many steps the point is known to be outside; `most` where it is not.
int steps_of(double x, double y) {
    constexpr int most = 5000;
    double re = 0;
    double im = 0;
    int steps = 0;
    while (steps < most && re * re + im * im <= 4) {
        const double next = re * re - im * im + x;
        im = 2 * re * im + y;
        re = next;
        ++steps;
    }
    return steps == most ? 0 : steps;
}

void compute(tile& of) {
    constexpr double scale = 1.0 / 320;
    for (int y = of.top; y < of.top + of.height; ++y) {
        for (int x = of.left; x < of.left + of.width; ++x) {
            const int steps = steps_of(x * scale - 2.2, y * scale - 1.0);
            for (const int rate : {3, 5, 9})
                of.colours.push_back(static_cast<std::uint8_t>(steps * rate % 256));
        }
    }
}

void ask_for_all() {
    for (int top = 0; top < height; top += side) {
        for (int left = 0; left < width; left += side) {
            if (!wanted.put({left, top, side, side, {}}))
                return;
        }
    }
    wanted.close();
}

void work() {
    while (std::optional<tile> next = wanted.take()) {
        compute(*next);
        ready.put(std::move(*next));
    }
}

} // namespace

void cancel() {
    wanted.close();
}

int main() {
    std::thread asks(ask_for_all);
    std::vector<std::thread> workers;
    for (std::size_t count = 0; count < worker_count; ++count)
        workers.emplace_back(work);
    std::thread ends([&] {
        for (std::thread& each : workers)
            each.join();
        ready.close();
    });
    int shown = 0;
    while (const std::optional<tile> next = ready.take()) {
        show(*next);
        ++shown;
    }
    ends.join();
    asks.join();
    constexpr int all = width / side * (height / side);
    std::printf("%s: %d of %d tiles\n", shown == all ? "done" : "cancelled", shown, all);
}
