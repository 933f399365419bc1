// Counts the words of a file by threads that wait for each other: producers read its lines into a
// bounded queue, and background threads, which never end, count the words of each line. Prints the
// most frequent words.
#include <cstdio>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>

#include <weft/std/condition_variable.hpp>
#include <weft/std/future.hpp>
#include <weft/std/semaphore.hpp>
#include <weft/std/thread.hpp>

/// A queue in which `put` waits for room, and `get` for something.
struct bounded_queue {
    weft::mutex guard;
    weft::condition_variable changed;
    std::deque<std::string> items;

    void put(std::string item) {
        weft::unique_lock lock(guard);
        changed.wait(lock, [&] { return items.size() < 16; });
        items.push_back(std::move(item));
        changed.notify_all();
    }

    std::string get() {
        weft::unique_lock lock(guard);
        changed.wait(lock, [&] { return !items.empty(); });
        std::string item = std::move(items.front());
        items.pop_front();
        changed.notify_all();
        return item;
    }
};

struct pipeline {
    std::ifstream file;
    weft::mutex reading; // of the file
    bounded_queue lines;
    std::map<std::string, unsigned long> words;
    weft::mutex counting; // of the words
    weft::counting_semaphore<> counted{0};
};

std::size_t produce(pipeline& p) {
    for (std::size_t lines = 0;; ++lines) {
        std::string line;
        if (const weft::lock_guard lock(p.reading); !std::getline(p.file, line))
            return lines;
        p.lines.put(std::move(line));
    }
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
    if (argc != 2 || (p.file.open(argv[1]), !p.file.is_open()))
        return std::fprintf(stderr, "usage: %s FILE\n", argv[0]), 2;
    for (int i = 0; i < 4; ++i)
        weft::thread(consume, std::ref(p)).detach();
    auto one = weft::async(weft::launch::async, produce, std::ref(p));
    auto another = weft::async(weft::launch::async, produce, std::ref(p));
    for (auto left = one.get() + another.get(); left != 0; --left)
        p.counted.acquire();

    std::multimap<unsigned long, std::string, std::greater<>> by_count;
    for (const auto& [word, count] : p.words)
        by_count.emplace(count, word);
    int left = 10;
    for (auto line = by_count.begin(); line != by_count.end() && left != 0; ++line, --left)
        std::printf("%7lu %s\n", line->first, line->second.c_str());
    std::printf("backend: %s\n", weft::backend_name());
}
