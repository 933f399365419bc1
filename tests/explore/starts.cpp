// Starting threads, by threads that others start at the same time.
#include <algorithm>
#include <list>
#include <mutex>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

using weft::explore;
using weft::start_new_thread;

namespace {

void wait_for_all() {
    while (weft::count() != 0)
        weft::this_thread::yield();
}

/// Not by a yield, after which threads that wait for one another may go on for ever.
void may_be_preempted() {
    weft::lock_type lock;
    const std::lock_guard guard(lock);
}

/// How many threads should be counted. Others go on at points alone, of which `count` is one.
class expected {
  public:
    void begins() { ++running_; }
    void ends() { --running_; }
    void check() const {
        if (weft::count() != static_cast<std::size_t>(running_))
            weft::fail("the count is wrong");
    }

  private:
    int running_ = 0;
};

/// An argument whose end is the last that its thread does, and takes a while.
class last_argument {
  public:
    explicit last_argument(expected& count) : count_(&count) {}
    last_argument(last_argument&& moved) noexcept : count_(std::exchange(moved.count_, nullptr)) {}
    ~last_argument() {
        if (count_ == nullptr)
            return;
        may_be_preempted();
        count_->check();
        count_->ends();
    }
    last_argument(const last_argument&) = delete;
    last_argument& operator=(const last_argument&) = delete;

  private:
    expected* count_;
};

template <class F>
weft::ident_t start_counted(expected& count, F function) {
    count.begins();
    return start_new_thread([function](const last_argument&) { function(); },
                            std::tuple(last_argument(count)));
}

/// Copied for a thread, lets others go on meanwhile, and throws at the copy that it is told.
struct copied {
    static inline int alive = 0;
    explicit copied(int copies_left) : left(copies_left) { ++alive; }
    copied(const copied& from) : left(from.left - 1) {
        may_be_preempted();
        if (left < 0)
            throw std::length_error("no more copies");
        ++alive;
    }
    ~copied() { --alive; }
    copied& operator=(const copied&) = delete;

    int left;
};

void check(unsigned preemptions, void (*body)()) {
    const auto some = explore({.runs = SANITIZED ? 1000 : 5000}, body);
    CHECK_MESSAGE(!some, some);
    const auto all = explore({.policy = weft::exhaustive(preemptions), .runs = 1'000'000}, body);
    CHECK_MESSAGE(!all, all);
    CHECK(all.complete);
}

} // namespace

TEST_CASE("count() has each thread from before its start until its last argument is gone") {
    check(1, [] {
        expected count;
        for (int i = 0; i < 2; ++i) {
            start_counted(count, [&] {
                start_counted(count, [&] { count.check(); });
                count.check();
            });
        }
        count.check();
        wait_for_all();
        count.check();
    });
}

TEST_CASE("each thread has the identifier that its starter got, and no other thread has it") {
    check(2, [] {
        std::vector<weft::ident_t> got;
        std::vector<weft::ident_t> own{weft::get_ident()};
        const auto is_one = [&] { own.push_back(weft::get_ident()); };
        for (int i = 0; i < 2; ++i) {
            got.push_back(start_new_thread([&] {
                is_one();
                got.push_back(start_new_thread(is_one));
            }));
        }
        wait_for_all();
        got.push_back(weft::get_ident());
        std::sort(own.begin(), own.end());
        std::sort(got.begin(), got.end());
        if (own != got || std::unique(own.begin(), own.end()) != own.end() || got.size() != 5)
            weft::fail("identifiers are not those of the threads");
    });
}

TEST_CASE("where copying an argument throws, no thread is started or counted, whoever goes on") {
    check(2, [] {
        copied::alive = 0;
        expected count;
        {
            int refused = 0;
            const auto start_with_copies = [&](int copies) {
                const std::tuple arguments{copied(1 << 20), copied(copies)};
                try {
                    start_new_thread([](const copied&, const copied&) {}, arguments);
                } catch (const std::length_error&) {
                    ++refused;
                }
            };
            for (int i = 0; i < 2; ++i)
                start_counted(count, [&] { start_with_copies(1); });
            start_with_copies(1);
            wait_for_all();
            if (refused != 3)
                weft::fail("a copy more was made than can be");
        }
        count.check();
        if (copied::alive != 0)
            weft::fail("a copy is left");
    });
}

TEST_CASE("system_exit ends its thread alone, out of what it holds, whatever others do") {
    check(1, [] {
        expected count;
        weft::lock_type lock;
        int ended = 0;
        for (int i = 0; i < 2; ++i) {
            start_counted(count, [&] {
                const std::lock_guard guard(lock);
                ++ended;
                weft::exit();
            });
        }
        wait_for_all();
        count.check();
        if (ended != 2 || lock.locked())
            weft::fail("a thread did not end, or not out of its scopes");
    });
}
