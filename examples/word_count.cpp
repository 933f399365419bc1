// Counts the lines, words and bytes of files, like wc, with a thread for each file.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <weft/thread.hpp>

struct counts {
    unsigned long lines = 0;
    unsigned long words = 0;
    unsigned long bytes = 0;
};

struct job {
    std::string file;
    counts found;
    bool counted = false;
    weft::lock_type done; // held until the thread has ended
};

struct totals {
    weft::lock_type lock;
    counts sum; // guarded by it
};

struct release {
    void operator()(weft::lock_type* lock) const { lock->release(); }
};

/// Releases a lock when it is destroyed. A thread destroys its arguments as the last thing it does,
/// so one that has this tells that it is done, however its function ended.
struct done_signal : std::unique_ptr<weft::lock_type, release> {
    using unique_ptr::unique_ptr;
};

struct close_file {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

counts count(std::FILE* text) {
    counts found;
    bool in_word = false;
    for (int c; (c = std::getc(text)) != EOF;) {
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        found.lines += c == '\n';
        found.words += !space && !in_word;
        ++found.bytes;
        in_word = !space;
    }
    return found;
}

[[noreturn]] void cannot_read(const std::string& file) {
#ifdef __cpp_exceptions
    throw std::system_error(errno, std::generic_category(), "cannot read " + file);
#else
    std::fprintf(stderr, "std::system_error: cannot read %s: %s\n", file.c_str(),
                 std::strerror(errno));
    std::abort();
#endif
}

void count_file(const done_signal&, job& own, totals& all) {
    const std::unique_ptr<std::FILE, close_file> file(std::fopen(own.file.c_str(), "rb"));
    if (file == nullptr)
        cannot_read(own.file);
    own.found = count(file.get());
    if (std::ferror(file.get()) != 0)
        cannot_read(own.file);
    own.counted = true;

    all.lock.acquire();
    all.sum.lines += own.found.lines;
    all.sum.words += own.found.words;
    all.sum.bytes += own.found.bytes;
    all.lock.release();
}

void print(const counts& n, const char* name) {
    std::printf("%9lu %9lu %9lu  %s\n", n.lines, n.words, n.bytes, name);
}

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s FILE...\n", argv[0]);
        return 2;
    }

    std::vector<job> jobs(static_cast<std::size_t>(argc - 1));
    totals all;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        job& next = jobs[i];
        next.file = argv[i + 1];
        next.done.acquire();
        weft::start_new_thread(count_file,
                               std::tuple{done_signal(&next.done), std::ref(next), std::ref(all)});
    }

    bool complete = true;
    std::printf("    lines     words     bytes\n");
    for (job& each : jobs) {
        each.done.acquire();
        complete = complete && each.counted;
        if (each.counted)
            print(each.found, each.file.c_str());
        else
            std::printf("%9s %9s %9s  %s\n", "-", "-", "-", each.file.c_str());
    }
    print(all.sum, "total");
    std::printf("threads: %d, backend: %s\n", argc - 1, weft::backend_name());
    return complete ? 0 : 1;
}
