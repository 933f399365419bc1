// Two threads that go on one after the other.
#pragma once

#include <semaphore.h>

namespace suite {

/// Two threads that go on in turns, so that each sees what the other did in between.
class turns {
  public:
    turns() {
        sem_init(&first_, 0, 0);
        sem_init(&second_, 0, 0);
    }
    ~turns() {
        sem_destroy(&first_);
        sem_destroy(&second_);
    }
    turns(const turns&) = delete;
    turns& operator=(const turns&) = delete;

    /// Called by the first, and lets the second run until it calls `back` or `end`.
    void over() {
        sem_post(&second_);
        sem_wait(&first_);
    }
    /// Called by the second before anything else.
    void begin() { sem_wait(&second_); }
    void back() {
        sem_post(&first_);
        sem_wait(&second_);
    }
    void end() { sem_post(&first_); }

  private:
    sem_t first_{};
    sem_t second_{};
};

} // namespace suite
