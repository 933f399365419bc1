// Counts the words of a file by threads that wait for each other: producers read its lines into a
// bounded queue, consumers count the words of each, and a background thread, which never ends, adds
// up what they found. Prints the most frequent words.
#include <algorithm>
#include <cstdio>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <weft/thread.hpp>

/// A queue in which `put` waits for room, and `get` for something. `room_` is held while there is
/// none, and by who is about to put; `some_` is held while it is empty, and by who is about to get.
template <class T>
class bounded_queue {
  public:
    explicit bounded_queue(std::size_t capacity) : capacity_(capacity) { some_.acquire(); }

    void put(T item) {
        room_.acquire();
        const std::lock_guard guard(guard_);
        items_.push_back(std::move(item));
        if (items_.size() < capacity_)
            room_.release();
        if (items_.size() == 1)
            some_.release();
    }

    T get() {
        some_.acquire();
        const std::lock_guard guard(guard_);
        T item = std::move(items_.front());
        items_.pop_front();
        if (!items_.empty())
            some_.release();
        if (items_.size() == capacity_ - 1)
            room_.release();
        return item;
    }

  private:
    const std::size_t capacity_;
    std::deque<T> items_; // guarded by the lock
    weft::lock_type guard_;
    weft::lock_type room_;
    weft::lock_type some_;
};

using tally = std::map<std::string, unsigned long>;

struct pipeline {
    static constexpr int producers = 3;
    static constexpr int consumers = 4;

    std::ifstream file;
    int producing = producers;
    weft::lock_type guard;                               // of both
    bounded_queue<std::optional<std::string>> lines{16}; // for each consumer, nothing ends it
    bounded_queue<tally> found{2};
    tally all;
    weft::lock_type complete; // held until the tallies of all consumers are in `all`
};

std::optional<std::string> next_line(pipeline& p) {
    const std::lock_guard guard(p.guard);
    std::string line;
    return std::getline(p.file, line) ? std::optional(line) : std::nullopt;
}

bool is_last_producer(pipeline& p) {
    const std::lock_guard guard(p.guard);
    return --p.producing == 0;
}

void produce(pipeline& p) {
    while (auto line = next_line(p))
        p.lines.put(std::move(line));
    if (is_last_producer(p)) {
        for (int i = 0; i < pipeline::consumers; ++i)
            p.lines.put(std::nullopt);
    }
}

void consume(pipeline& p) {
    tally words;
    while (const auto line = p.lines.get()) {
        std::istringstream text(*line);
        for (std::string word; text >> word;)
            ++words[word];
    }
    p.found.put(std::move(words));
}

void add_up(pipeline& p) {
    for (int consumers = 1;; ++consumers) {
        for (const auto& [word, count] : p.found.get())
            p.all[word] += count;
        if (consumers == pipeline::consumers)
            p.complete.release();
    }
}

void print_most_frequent(const tally& words) {
    std::vector<std::pair<std::string, unsigned long>> sorted(words.begin(), words.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    sorted.resize(std::min<std::size_t>(sorted.size(), 10));
    for (const auto& [word, count] : sorted)
        std::printf("%7lu %s\n", count, word.c_str());
}

void run(pipeline& p) {
    p.complete.acquire();
    weft::start_new_thread(add_up, std::tuple{std::ref(p)});
    for (int i = 0; i < pipeline::consumers; ++i)
        weft::start_new_thread(consume, std::tuple{std::ref(p)});
    for (int i = 0; i < pipeline::producers; ++i)
        weft::start_new_thread(produce, std::tuple{std::ref(p)});
    p.complete.acquire();
}

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }
    pipeline& p = *new pipeline; // the background thread has it until the program has ended
    p.file.open(argv[1]);
    if (!p.file.is_open()) {
        std::perror(argv[1]);
        return 1;
    }
    try {
        run(p);
    } catch (const weft::deadlock& e) { // where threads cannot wait for each other
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
    if (p.file.bad()) {
        std::fprintf(stderr, "%s cannot be read\n", argv[1]);
        return 1;
    }
    print_most_frequent(p.all);
    std::printf("backend: %s\n", weft::backend_name());
}
