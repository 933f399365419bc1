// Starting a thread of POSIX's with a function of C++'s.
#pragma once

#include <cerrno>
#include <pthread.h>
#include <utility>

#include <doctest/doctest.h>

namespace suite {

/// Started by the constructor, joined by `join` or the destructor.
class started {
  public:
    template <class F>
    explicit started(F& function, const pthread_attr_t* attributes = nullptr) {
        REQUIRE(pthread_create(&id, attributes, call<F>, &function) == 0);
    }
    ~started() {
        if (!joined_)
            join();
    }
    started(const started&) = delete;
    started& operator=(const started&) = delete;

    void* join() {
        void* result = nullptr;
        joined_ = true;
        CHECK(pthread_join(id, &result) == 0);
        return result;
    }

    pthread_t id{};

  private:
    template <class F>
    static void* call(void* function) {
        return (*static_cast<F*>(function))();
    }

    bool joined_ = false;
};

/// What another thread gets.
template <class F>
int elsewhere(F function) {
    int got = -1;
    auto call = [&]() -> void* {
        got = function();
        return nullptr;
    };
    started(call).join();
    return got;
}

/// The error of a call in another thread that tells it by errno; 0: it has none.
template <class F>
int error_elsewhere(F call) {
    return elsewhere([&] { return call() == -1 ? errno : 0; });
}

/// Far enough away that it never comes, or long past.
inline timespec in_an_hour(clockid_t clock = CLOCK_REALTIME) {
    timespec time{};
    clock_gettime(clock, &time);
    time.tv_sec += 3600;
    return time;
}
inline constexpr timespec long_past{1, 0};
inline constexpr timespec invalid{1, 1'000'000'000};

} // namespace suite
