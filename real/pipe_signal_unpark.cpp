// Unparking from a signal handler, where it takes a mutex: a thread waits on a pipe for the
// handler to ask it to, as `write` may be called there.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "backend.hpp"

namespace weft::backend {

namespace {

struct {
    int read_end = -1;
    int write_end = -1;
    pthread_t reader;
} channel;

std::atomic<bool> open = false;
std::atomic<int> writing = 0;

extern "C" void* unpark_what_is_read(void*) {
    const std::uint32_t* word = nullptr;
    for (;;) {
        const ssize_t size = read(channel.read_end, &word, sizeof word);
        if (size == sizeof word)
            unpark_one(word);
        else if (size == 0 || errno != EINTR)
            return nullptr;
    }
}

int open_pipe() {
    int ends[2];
    if (pipe(ends) != 0)
        return errno;
    for (const int end : ends)
        fcntl(end, F_SETFD, FD_CLOEXEC);
    // A handler must not wait; when the pipe is full, the reader is being woken already.
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    channel.read_end = ends[0];
    channel.write_end = ends[1];
    return 0;
}

/// The reader inherits that all signals are blocked: they are for the program's own threads.
int start_reader() {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int error = pthread_create(&channel.reader, nullptr, unpark_what_is_read, nullptr);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return error;
}

} // namespace

std::error_code begin_unpark_from_signal() {
    int error = open_pipe();
    if (error == 0) {
        error = start_reader();
        if (error != 0) {
            close(channel.read_end);
            close(channel.write_end);
        }
    }
    open = error == 0;
    return {error, std::generic_category()};
}

void unpark_one_from_signal(const std::uint32_t* word) noexcept {
    ++writing;
    if (open)
        static_cast<void>(!write(channel.write_end, &word, sizeof word));
    --writing;
}

void end_unpark_from_signal() noexcept {
    // A handler may still be running in another thread, and must not write to what is closed.
    open = false;
    while (writing != 0)
        sched_yield();
    close(channel.write_end); // which ends the reader
    pthread_join(channel.reader, nullptr);
    close(channel.read_end);
}

} // namespace weft::backend
