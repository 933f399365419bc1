// Where threads have their stacks, and how large they are.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "started.hpp"

using suite::started;

namespace {

constexpr std::size_t mebibyte = 1 << 20;

struct attributes {
    pthread_attr_t itself{};
    attributes() { REQUIRE(pthread_attr_init(&itself) == 0); }
    ~attributes() { CHECK(pthread_attr_destroy(&itself) == 0); }
    attributes(const attributes&) = delete;
    attributes& operator=(const attributes&) = delete;
};

/// Memory of whole pages, filled with one byte.
class pages {
  public:
    explicit pages(std::size_t given) : size(given) {
        void* const mapped =
            mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        REQUIRE(mapped != MAP_FAILED);
        begin = static_cast<char*>(mapped);
        std::memset(begin, 'u', size);
    }
    ~pages() { munmap(begin, size); }
    pages(const pages&) = delete;
    pages& operator=(const pages&) = delete;

    char* begin = nullptr;
    std::size_t size;
};

bool untouched(const char* begin, const char* end) {
    return std::all_of(begin, end, [](char byte) { return byte == 'u'; });
}

struct told {
    char* begin = nullptr;
    std::size_t size = 0;
    std::size_t guard = 0;
    bool has_local = false;
};

/// What pthread_getattr_np says of the calling thread.
told of_this_thread() {
    told result;
    volatile char local = 0;
    pthread_attr_t of_it;
    if (pthread_getattr_np(pthread_self(), &of_it) != 0)
        return result;
    void* begin = nullptr;
    if (pthread_attr_getstack(&of_it, &begin, &result.size) != 0)
        return result;
    pthread_attr_getguardsize(&of_it, &result.guard);
    pthread_attr_destroy(&of_it);
    result.begin = static_cast<char*>(begin);
    const auto* const place = const_cast<const char*>(&local);
    result.has_local = place >= result.begin && place < result.begin + result.size;
    return result;
}

/// The signal that ends a child which does this.
template <class F>
int signal_of_child(F does) {
    const pid_t child = fork();
    if (child == 0) {
        const rlimit no_file{};
        setrlimit(RLIMIT_CORE, &no_file);
        std::signal(SIGSEGV, SIG_DFL);
        std::signal(SIGBUS, SIG_DFL);
        does();
        _exit(0);
    }
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

} // namespace

TEST_CASE("a thread runs on the memory that its starter gives it, and on no other") {
    const pages memory(3 * mebibyte);
    char* const begin = memory.begin + mebibyte;
    char* const end = begin + mebibyte;
    attributes given;
    CHECK(pthread_attr_setstack(&given.itself, begin, mebibyte) == 0);
    void* got = nullptr;
    std::size_t size = 0;
    CHECK(pthread_attr_getstack(&given.itself, &got, &size) == 0);
    CHECK(got == begin);
    CHECK(size == mebibyte);
    CHECK(pthread_attr_getstacksize(&given.itself, &size) == 0);
    CHECK(size == mebibyte);
    told result;
    auto function = [&]() -> void* {
        char local[1000];
        std::memset(local, 'x', sizeof local);
        sched_yield();
        result = of_this_thread();
        return std::all_of(local, local + sizeof local, [](char byte) { return byte == 'x'; })
                   ? static_cast<void*>(begin)
                   : nullptr;
    };
    started thread(function, &given.itself);
    CHECK(thread.join() == begin);
    CHECK(result.begin == begin);
    CHECK(result.size == mebibyte);
    CHECK(result.has_local);
    CHECK(!untouched(begin, end));
    CHECK(untouched(memory.begin, begin));
    CHECK(untouched(end, memory.begin + memory.size));
}

TEST_CASE("memory that was given for a stack is the giver's again after the join") {
    const pages memory(mebibyte);
    attributes given;
    CHECK(pthread_attr_setstack(&given.itself, memory.begin, memory.size) == 0);
    int runs = 0;
    auto function = [&]() -> void* {
        ++runs;
        return nullptr;
    };
    for (int i = 0; i < 10; ++i) {
        started(function, &given.itself).join();
        std::memset(memory.begin, 'u', memory.size);
    }
    CHECK(runs == 10);
    auto on_another = []() -> void* { return nullptr; };
    started(on_another).join();
    CHECK(untouched(memory.begin, memory.begin + memory.size));
}

TEST_CASE("memory that was given has no guard, whatever the attributes say") {
    const pages memory(mebibyte);
    attributes given;
    CHECK(pthread_attr_setguardsize(&given.itself, 65'536) == 0);
    CHECK(pthread_attr_setstack(&given.itself, memory.begin, memory.size) == 0);
    auto function = [&]() -> void* {
        volatile char* const lowest = memory.begin;
        *lowest = 'x';
        return nullptr;
    };
    started(function, &given.itself).join();
    CHECK(memory.begin[0] == 'x');
}

TEST_CASE("a thread on given memory waits, and others run on theirs") {
    const pages one_memory(mebibyte);
    const pages two_memory(mebibyte);
    attributes for_one;
    attributes for_two;
    CHECK(pthread_attr_setstack(&for_one.itself, one_memory.begin, mebibyte) == 0);
    CHECK(pthread_attr_setstack(&for_two.itself, two_memory.begin, mebibyte) == 0);
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 3);
    auto function = [&]() -> void* {
        volatile int sum = 0;
        for (int i = 0; i < 10; ++i) {
            pthread_barrier_wait(&barrier);
            sum = sum + i;
        }
        return sum == 45 ? &barrier : nullptr;
    };
    started one(function, &for_one.itself);
    started two(function, &for_two.itself);
    CHECK(function() == &barrier);
    CHECK(one.join() == &barrier);
    CHECK(two.join() == &barrier);
    pthread_barrier_destroy(&barrier);
}

TEST_CASE("stacks that are too small are refused, and attributes stay as they were") {
    const pages memory(mebibyte);
    const auto least = static_cast<std::size_t>(sysconf(_SC_THREAD_STACK_MIN));
    attributes tested;
    CHECK(pthread_attr_setstacksize(&tested.itself, mebibyte) == 0);
    CHECK(pthread_attr_setstacksize(&tested.itself, least - 1) == EINVAL);
    CHECK(pthread_attr_setstacksize(&tested.itself, 0) == EINVAL);
    CHECK(pthread_attr_setstack(&tested.itself, memory.begin, least - 1) == EINVAL);
    std::size_t size = 0;
    CHECK(pthread_attr_getstacksize(&tested.itself, &size) == 0);
    CHECK(size == mebibyte);
}

TEST_CASE("a thread runs on the least stack that there may be") {
    const auto least = static_cast<std::size_t>(sysconf(_SC_THREAD_STACK_MIN));
    attributes given;
    CHECK(pthread_attr_setstacksize(&given.itself, least) == 0);
    int runs = 0;
    auto function = [&]() -> void* {
        sched_yield();
        ++runs;
        return &runs;
    };
    CHECK(started(function, &given.itself).join() == &runs);
    // Memory of the caller's, too.
    const pages memory((least + 65'535) / 65'536 * 65'536);
    CHECK(pthread_attr_setstack(&given.itself, memory.begin, memory.size) == 0);
    CHECK(started(function, &given.itself).join() == &runs);
    CHECK(runs == 2);
}

TEST_CASE("a thread is told the size that was asked for, and a place where its locals are") {
    // Larger than any stack before, so that none of those is taken again.
    const std::size_t asked = 20 * mebibyte;
    attributes given;
    CHECK(pthread_attr_setstacksize(&given.itself, asked) == 0);
    told result;
    auto function = [&]() -> void* {
        result = of_this_thread();
        return nullptr;
    };
    started(function, &given.itself).join();
    CHECK(result.size == asked);
    CHECK(result.has_local);
}

TEST_CASE("a whole stack of the size that was asked for can be used") {
    attributes given;
    CHECK(pthread_attr_setstacksize(&given.itself, 12 * mebibyte) == 0);
    auto function = []() -> void* {
        volatile char used[11 * mebibyte];
        for (std::size_t i = sizeof used; i >= 4096; i -= 4096)
            used[i - 1] = 'x';
        sched_yield();
        static int done = 0;
        return used[sizeof used - 1] == 'x' ? &done : nullptr;
    };
    CHECK(started(function, &given.itself).join() != nullptr);
}

TEST_CASE("threads without attributes, and main, are told where their stacks are") {
    told there;
    auto function = [&]() -> void* {
        there = of_this_thread();
        return nullptr;
    };
    started thread(function);
    thread.join();
    CHECK(there.size > 0);
    CHECK(there.has_local);
    const told here = of_this_thread();
    CHECK(here.has_local);
    const bool apart =
        there.begin + there.size <= here.begin || here.begin + here.size <= there.begin;
    CHECK(apart);
}

TEST_CASE("another thread is told where a thread has its stack, and how it is to be joined") {
    pthread_mutex_t ends = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&ends);
    pthread_barrier_t begun;
    pthread_barrier_init(&begun, nullptr, 2);
    const volatile char* place = nullptr;
    auto waits = [&]() -> void* {
        volatile char local = 0;
        place = &local;
        pthread_barrier_wait(&begun);
        pthread_mutex_lock(&ends);
        pthread_mutex_unlock(&ends);
        return nullptr;
    };
    started thread(waits);
    pthread_barrier_wait(&begun);
    pthread_attr_t of_it;
    REQUIRE(pthread_getattr_np(thread.id, &of_it) == 0);
    void* begin = nullptr;
    std::size_t size = 0;
    CHECK(pthread_attr_getstack(&of_it, &begin, &size) == 0);
    const auto* const lowest = static_cast<const char*>(begin);
    CHECK(const_cast<const char*>(place) >= lowest);
    CHECK(const_cast<const char*>(place) < lowest + size);
    int state = -1;
    CHECK(pthread_attr_getdetachstate(&of_it, &state) == 0);
    CHECK(state == PTHREAD_CREATE_JOINABLE);
    pthread_attr_destroy(&of_it);
    pthread_mutex_unlock(&ends);
    thread.join();
    pthread_barrier_destroy(&begun);
}

TEST_CASE("a guard's size is kept by the attributes, and told") {
    attributes given;
    std::size_t size = 0;
    CHECK(pthread_attr_getguardsize(&given.itself, &size) == 0);
    CHECK(size > 0);
    CHECK(pthread_attr_setguardsize(&given.itself, 65'536) == 0);
    CHECK(pthread_attr_getguardsize(&given.itself, &size) == 0);
    CHECK(size == 65'536);
    told result;
    auto function = [&]() -> void* {
        result = of_this_thread();
        return nullptr;
    };
    started(function, &given.itself).join();
    CHECK(result.guard == 65'536);
    CHECK(pthread_attr_setguardsize(&given.itself, 0) == 0);
    CHECK(pthread_attr_getguardsize(&given.itself, &size) == 0);
    CHECK(size == 0);
    started(function, &given.itself).join();
    CHECK(result.has_local);
}

TEST_CASE("who leaves a stack at its lower end meets the guard") {
    constexpr std::ptrdiff_t guard = 65'536;
    const auto writes_below_it_by = [](std::ptrdiff_t distance) {
        volatile char* const lowest = of_this_thread().begin;
        if (lowest == nullptr)
            std::abort();
        *(lowest - distance) = 'x';
    };
    auto stays_inside = [&]() -> void* { return writes_below_it_by(0), nullptr; };
    auto leaves = [&]() -> void* { return writes_below_it_by(1), nullptr; };
    auto leaves_far = [&]() -> void* { return writes_below_it_by(guard), nullptr; };
    attributes given;
    CHECK(pthread_attr_setguardsize(&given.itself, guard) == 0);
    CHECK(signal_of_child([&] { started(stays_inside).join(); }) == 0);
    CHECK(signal_of_child([&] { started(leaves).join(); }) == SIGSEGV);
    CHECK(signal_of_child([&] { started(leaves_far, &given.itself).join(); }) == SIGSEGV);
}

TEST_CASE("attributes may be used for several threads, and destroyed while these run") {
    pthread_attr_t shared;
    REQUIRE(pthread_attr_init(&shared) == 0);
    CHECK(pthread_attr_setstacksize(&shared, 2 * mebibyte) == 0);
    auto function = []() -> void* {
        char used[mebibyte];
        std::memset(used, 1, sizeof used);
        sched_yield();
        volatile const char* const written = used;
        static int done = 0;
        return written[sizeof used - 1] == 1 ? &done : nullptr;
    };
    started one(function, &shared);
    started two(function, &shared);
    CHECK(pthread_attr_destroy(&shared) == 0);
    CHECK(one.join() != nullptr);
    CHECK(two.join() != nullptr);
}

TEST_CASE("a stack is aligned for any local") {
    const pages memory(mebibyte);
    attributes given;
    CHECK(pthread_attr_setstack(&given.itself, memory.begin, memory.size) == 0);
    auto function = []() -> void* {
        alignas(std::max_align_t) volatile char local = 0;
        alignas(64) volatile char wide = 0;
        static int done = 0;
        return reinterpret_cast<std::uintptr_t>(&local) % alignof(std::max_align_t) == 0 &&
                       reinterpret_cast<std::uintptr_t>(&wide) % 64 == 0
                   ? &done
                   : nullptr;
    };
    CHECK(started(function, &given.itself).join() != nullptr);
    CHECK(started(function).join() != nullptr);
}
