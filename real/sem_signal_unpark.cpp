// Unparking from a signal handler, where it takes a mutex: a thread waits on a semaphore for the
// handler to ask it to, as `sem_post` may be called there.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#include "backend.hpp"

namespace weft::backend {

namespace {

// Never destroyed: a handler may still run in another thread when nobody needs it any more.
sem_t asked;
std::atomic<std::uint32_t*> word_asked_for = nullptr;
std::atomic<bool> stopped = false;
pthread_t unparker;
pid_t unparkers_process;

extern "C" void* unpark_when_asked(void*) {
    for (;;) {
        while (sem_wait(&asked) != 0 && errno == EINTR) {
        }
        if (std::uint32_t* const word = word_asked_for)
            unpark_one(word);
        if (stopped)
            return nullptr;
    }
}

/// The thread inherits that all signals are blocked: they are for the program's own threads.
int start_unparker() {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int error = pthread_create(&unparker, nullptr, unpark_when_asked, nullptr);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return error;
}

} // namespace

std::error_code begin_unpark_from_signal() {
    // No initialiser that others wait for: a child of fork would wait for its parent's.
    static constinit bool there_is_one = false;
    if (!there_is_one && sem_init(&asked, 0, 0) != 0)
        return std::make_error_code(std::errc::no_space_on_device);
    there_is_one = true;
    stopped = false;
    unparkers_process = getpid();
    return {start_unparker(), std::generic_category()};
}

void unpark_one_from_signal(std::uint32_t* word) noexcept {
    word_asked_for = word;
    sem_post(&asked);
}

void end_unpark_from_signal() noexcept {
    if (getpid() != unparkers_process)
        return; // a child of fork has no such thread
    stopped = true;
    sem_post(&asked);
    pthread_join(unparker, nullptr);
}

} // namespace weft::backend
