// Counts the words of a file by threads that wait for each other: producers read its lines into a
// bounded queue, and background threads, which never end, count the words of each line. Prints the
// most frequent words.
#include <algorithm>
#include <cstdio>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <weft/std/condition_variable.hpp>
#include <weft/std/future.hpp>
#include <weft/std/mutex.hpp>
#include <weft/std/semaphore.hpp>
#include <weft/std/thread.hpp>

/// A queue in which `put` waits for room, and `get` for something.
template <class T>
class bounded_queue {
  public:
    explicit bounded_queue(std::size_t capacity) : capacity_(capacity) {}

    void put(T item) {
        weft::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return items_.size() < capacity_; });
        items_.push_back(std::move(item));
        changed_.notify_all();
    }

    T get() {
        weft::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !items_.empty(); });
        T item = std::move(items_.front());
        items_.pop_front();
        changed_.notify_all();
        return item;
    }

  private:
    const std::size_t capacity_;
    std::deque<T> items_; // guarded by the mutex
    weft::mutex mutex_;
    weft::condition_variable changed_;
};

struct pipeline {
    std::ifstream file;
    weft::mutex reading; // of the file
    bounded_queue<std::string> lines{16};
    std::map<std::string, unsigned long> words;
    weft::mutex counting; // of the words
    weft::counting_semaphore<> counted{0};
};

std::size_t produce(pipeline& p) {
    const auto read = [&](std::string& line) {
        const weft::lock_guard lock(p.reading);
        return !std::getline(p.file, line).fail();
    };
    std::size_t lines = 0;
    for (std::string line; read(line); ++lines)
        p.lines.put(line);
    return lines;
}

void consume(pipeline& p) {
    for (;; p.counted.release()) {
        std::istringstream line(p.lines.get());
        const weft::lock_guard lock(p.counting);
        for (std::string word; line >> word;)
            ++p.words[word];
    }
}

int main(int argc, char** argv) {
    pipeline& p = *new pipeline; // the background threads have it until the program has ended
    if (argc != 2 || (p.file.open(argv[1]), !p.file.is_open())) {
        std::fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }
    for (int i = 0; i < 4; ++i)
        weft::thread(consume, std::ref(p)).detach();
    auto one = weft::async(weft::launch::async, produce, std::ref(p));
    auto another = weft::async(weft::launch::async, produce, std::ref(p));
    for (auto left = one.get() + another.get(); left != 0; --left)
        p.counted.acquire();

    std::vector<std::pair<std::string, unsigned long>> sorted(p.words.begin(), p.words.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    sorted.resize(std::min<std::size_t>(sorted.size(), 10));
    for (const auto& [word, count] : sorted)
        std::printf("%7lu %s\n", count, word.c_str());
    std::printf("backend: %s\n", weft::backend_name());
}
