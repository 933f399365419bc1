// Searches files for a text, like grep -Fn, with a pool of threads: each file is a task, whose
// future has what was found. On a terminal, a line tells how far it is.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <deque>
#include <fstream>
#include <functional>
#include <string>
#include <system_error>
#include <unistd.h> // isatty, which MinGW has, too
#include <utility>
#include <vector>

#include <weft/std/condition_variable.hpp>
#include <weft/std/future.hpp>
#include <weft/std/mutex.hpp>
#include <weft/std/thread.hpp>

/// Runs functions, each by the first of its threads that has nothing else to do. Its end waits for
/// all of them.
class pool {
  public:
    explicit pool(unsigned size) {
        for (unsigned i = 0; i < size; ++i)
            threads_.emplace_back([this](const weft::stop_token& stop) { work(stop); });
    }

    template <class F>
    auto submit(F function) {
        weft::packaged_task<decltype(function())()> task(std::move(function));
        auto result = task.get_future();
        {
            const weft::lock_guard lock(mutex_);
            tasks_.emplace_back(std::move(task));
        }
        changed_.notify_one();
        return result;
    }

  private:
    void work(const weft::stop_token& stop) {
        weft::unique_lock lock(mutex_);
        while (changed_.wait(lock, stop, [&] { return !tasks_.empty(); })) {
            weft::packaged_task<void()> task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
            lock.lock();
        }
    }

    weft::mutex mutex_;
    weft::condition_variable_any changed_;
    std::deque<weft::packaged_task<void()>> tasks_; // guarded by the mutex
    std::vector<weft::jthread> threads_;            // the first to be destroyed
};

/// Shows how many of the files are done, ten times a second, if there is a terminal to show it on.
class progress {
  public:
    explicit progress(std::size_t files) : files_(files) {
        if (isatty(STDERR_FILENO) != 0)
            shower_ = weft::jthread([this](const weft::stop_token& stop) { show(stop); });
    }

    void one_more() {
        const weft::lock_guard lock(mutex_);
        ++done_;
    }

    /// Prints `text`, which the line makes room for.
    void print(std::FILE* where, const std::string& text) {
        const weft::lock_guard lock(mutex_);
        clear();
        std::fputs(text.c_str(), where);
        std::fflush(where);
    }

  private:
    void show(const weft::stop_token& stop) {
        using namespace std::chrono_literals;
        weft::unique_lock lock(mutex_);
        while (!stop.stop_requested()) {
            std::fprintf(stderr, "\r%zu of %zu files", done_, files_);
            is_shown_ = true;
            stopped_.wait_for(lock, stop, 100ms, [] { return false; });
        }
        clear();
    }

    void clear() {
        if (std::exchange(is_shown_, false))
            std::fputs("\r\033[K", stderr);
    }

    const std::size_t files_;
    weft::mutex mutex_;
    weft::condition_variable_any stopped_;
    std::size_t done_ = 0; // guarded by the mutex, as what follows
    bool is_shown_ = false;
    weft::jthread shower_;
};

struct finding {
    std::string lines; // those of a file that have the text, as grep shows them
    std::error_code failed;
};

finding search(const std::string& text, const std::string& file) {
    std::ifstream lines(file);
    finding found;
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.find(text) != std::string::npos)
            found.lines.append(file).append(":" + std::to_string(number) + ":").append(line + "\n");
    }
    if (!lines.eof()) // also where it could not be opened
        found.failed = {errno != 0 ? errno : EIO, std::generic_category()};
    return found;
}

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: %s TEXT FILE...\n", argv[0]);
        return 2;
    }
    const std::string text = argv[1];
    const std::vector<std::string> files(argv + 2, argv + argc);
    progress shown(files.size());
    std::vector<weft::future<finding>> results;
    results.reserve(files.size());
    pool threads(std::max(2U, weft::thread::hardware_concurrency()));
    for (const std::string& file : files) {
        results.push_back(threads.submit([&] {
            finding found = search(text, file);
            shown.one_more();
            return found;
        }));
    }
    int status = 1;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const finding found = results[i].get();
        shown.print(stdout, found.lines);
        if (found.failed) {
            const std::string why = files[i] + ": " + found.failed.message();
            shown.print(stderr, std::string(argv[0]) + ": " + why + "\n");
            status = 2;
        } else if (!found.lines.empty() && status == 1) {
            status = 0;
        }
    }
    return status;
}
