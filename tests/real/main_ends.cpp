// What becomes of threads when main ends.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;

namespace {

/// Locks that outlive main's return, as every use of them must.
weft::lock_type never_released;
weft::lock_type in_use;
weft::lock_type started;

/// Runs `program` as a process of its own, then `exit(0)`, which is what main's return does.
/// Returns what it wrote to the file descriptor that it got, or "did not end well".
template <class F>
std::string output_of_process(F program) {
    int ends[2];
    if (::pipe(ends) != 0)
        return "no pipe";
    std::cout.flush();
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGALRM, SIG_DFL);
        ::alarm(30);
        ::close(ends[0]);
        program(ends[1]);
        std::exit(0);
    }
    ::close(ends[1]);
    std::string output;
    char block[256];
    for (ssize_t size = 0; (size = ::read(ends[0], block, sizeof block)) > 0;)
        output.append(block, static_cast<std::size_t>(size));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? output : "did not end well";
}

void write_to(int file, const std::string& text) {
    if (::write(file, text.data(), text.size()) < 0)
        std::abort();
}

struct write_at_end {
    int file;
    ~write_at_end() { write_to(file, "destroyed "); }
};

} // namespace

TEST_CASE("when main ends, threads are killed where they are, without destructors") {
    const auto output = output_of_process([](int file) {
        never_released.acquire();
        started.acquire();
        for (const bool sleeps : {false, true}) {
            weft::start_new_thread([file, sleeps] {
                const write_at_end written{file};
                write_to(file, "started ");
                started.release();
                if (sleeps)
                    weft::this_thread::sleep_for(1h);
                never_released.acquire();
            });
            support::wait_for(started);
        }
    });
    CHECK(output == "started started ");
}

TEST_CASE("when main ends, nothing of weft is destroyed under the threads that use it") {
    for (int round = 0; round < 5; ++round) {
        const auto output = output_of_process([](int) {
            started.acquire();
            for (int i = 0; i < 4; ++i) {
                weft::start_new_thread([i] {
                    if (i == 3)
                        started.release();
                    for (;;) {
                        in_use.acquire();
                        in_use.release();
                        weft::start_new_thread([] { static_cast<void>(weft::get_ident()); });
                        support::wait_for_threads(50);
                    }
                });
            }
            support::wait_for(started);
        });
        CHECK(output.empty());
    }
}
