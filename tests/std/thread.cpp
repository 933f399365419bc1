// thread: [thread.thread.class], [thread.thread.this].
#include <functional>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <weft/std/thread.hpp>

#include "../support.hpp"

using weft::thread;

// [thread.thread.class]
static_assert(std::is_nothrow_default_constructible_v<thread>);
static_assert(std::is_nothrow_move_constructible_v<thread>);
static_assert(std::is_nothrow_move_assignable_v<thread>);
static_assert(!std::is_copy_constructible_v<thread>);
static_assert(!std::is_copy_assignable_v<thread>);
static_assert(std::is_nothrow_swappable_v<thread>);
static_assert(std::is_constructible_v<thread, void (*)()>);
static_assert(!std::is_convertible_v<void (*)(), thread>);
static_assert(!std::is_constructible_v<thread, thread&>);
static_assert(!std::is_constructible_v<thread, const thread&>);
static_assert(noexcept(std::declval<thread&>().swap(std::declval<thread&>())));
static_assert(noexcept(std::declval<const thread&>().joinable()));
static_assert(noexcept(std::declval<const thread&>().get_id()));
static_assert(noexcept(thread::hardware_concurrency()));
static_assert(noexcept(weft::this_thread::get_id()));
static_assert(!noexcept(std::declval<thread&>().join()));
static_assert(!noexcept(std::declval<thread&>().detach()));
static_assert(sizeof(thread) == sizeof(void*));

// [thread.thread.id]
static_assert(std::is_trivially_copyable_v<thread::id>);
static_assert(std::is_nothrow_default_constructible_v<thread::id>);
static_assert(noexcept(thread::id() == thread::id()));
static_assert(noexcept(thread::id() <=> thread::id()));
static_assert(std::is_same_v<decltype(thread::id() <=> thread::id()), std::strong_ordering>);
static_assert(
    std::is_same_v<decltype(std::hash<thread::id>()(std::declval<thread::id>())), std::size_t>);

namespace {

/// What the threads below did, for who has joined them.
std::string result;

void join(thread started) {
    started.join();
}

template <class... Call>
std::string result_of(Call&&... call) {
    result = "nothing";
    join(thread(std::forward<Call>(call)...));
    return std::exchange(result, "");
}

void plain() {
    result = "plain";
}

int returning(int number) noexcept {
    result = std::to_string(number);
    return number;
}

void joining(const std::string& left, std::string right) {
    result = left + right;
}

struct counter {
    int counted = 0;

    void add(int number) { counted += number; }
    void show() const { result = std::to_string(counted); }
};

struct called_as {
    void operator()() & { result = "lvalue"; }
    void operator()() && { result = "rvalue"; }
};

thread::id own_id() {
    return weft::this_thread::get_id();
}

std::string text_of(thread::id id) {
    std::ostringstream out;
    out << id;
    return out.str();
}

/// Counts how many of it there are.
class instance {
  public:
    instance() { ++alive; }
    instance(const instance&) { ++alive; }
    instance(instance&&) noexcept { ++alive; }
    ~instance() { --alive; }
    instance& operator=(const instance&) = delete;

    static inline int alive = 0;
};

} // namespace

TEST_CASE("a default thread stands for none: it is not joinable, and has the default id") {
    const thread none;
    CHECK(!none.joinable());
    CHECK(none.get_id() == thread::id());
}

TEST_CASE("a thread invokes a function pointer, a function, and an object") {
    CHECK(result_of(&plain) == "plain");
    CHECK(result_of(plain) == "plain");
    CHECK(result_of([] { result = "lambda"; }) == "lambda");
    CHECK(result_of(std::function<void()>(plain)) == "plain");
}

TEST_CASE("what the function returns is ignored") {
    CHECK(result_of(returning, 3) == "3");
}

TEST_CASE("a thread invokes a member function of an object, by reference or by pointer") {
    counter counts;
    join(thread(&counter::add, &counts, 2));
    join(thread(&counter::add, std::ref(counts), 3));
    CHECK(counts.counted == 5);
    CHECK(result_of(&counter::show, counts) == "5");
    CHECK(result_of(&counter::show, std::make_unique<counter>(counts)) == "5");
}

TEST_CASE("a pointer to a data member is invoked, too") {
    const counter counts;
    join(thread(&counter::counted, counts));
}

TEST_CASE("the arguments are copies, passed as rvalues") {
    std::string left = "le";
    const char right[] = "ft";
    CHECK(result_of(joining, left, right) == "left");
    CHECK(left == "le");
    CHECK(result_of([](std::string&& own) { result = std::move(own); }, left) == "le");
    CHECK(left == "le");
}

TEST_CASE("the function is a copy, called as an rvalue") {
    called_as function;
    CHECK(result_of(function) == "rvalue");
    CHECK(result_of(std::ref(function)) == "lvalue");
}

TEST_CASE("std::ref passes a reference") {
    int number = 0;
    join(thread([](int& given) { given = 7; }, std::ref(number)));
    CHECK(number == 7);
}

TEST_CASE("what can only be moved is moved into the thread") {
    auto owned = std::make_unique<std::string>("owned");
    CHECK(result_of([own = std::move(owned)](
                        std::unique_ptr<std::string> other) { result = *own + *other; },
                    std::make_unique<std::string>("!")) == "owned!");
}

TEST_CASE("a tuple is an argument as any other") {
    CHECK(result_of([](std::tuple<int> one) { result = std::to_string(std::get<0>(one)); },
                    std::tuple(4)) == "4");
}

TEST_CASE("once a thread is joined, its copies are gone") {
    const instance own;
    join(thread([own](const instance&) {}, own));
    CHECK(instance::alive == 1);
}

TEST_CASE("once a thread is joined, what it did is seen, and it is not counted any more") {
    int number = 0;
    thread started([&] {
        number = 1;
        CHECK(weft::count() == 1);
    });
    started.join();
    CHECK(number == 1);
    CHECK(weft::count() == 0);
}

TEST_CASE("a thread that is joined, or detached, is none any more") {
    thread joined(plain);
    CHECK(joined.joinable());
    joined.join();
    CHECK(!joined.joinable());
    CHECK(joined.get_id() == thread::id());
    thread detached(plain);
    detached.detach();
    CHECK(!detached.joinable());
    CHECK(detached.get_id() == thread::id());
    support::wait_for_threads();
}

TEST_CASE("a moved thread stands for the thread, and what it was moved from for none") {
    thread first(plain);
    const thread::id id = first.get_id();
    thread second(std::move(first));
    CHECK(!first.joinable()); // NOLINT(bugprone-use-after-move): it is specified
    CHECK(second.get_id() == id);
    first = std::move(second);
    CHECK(!second.joinable()); // NOLINT(bugprone-use-after-move): it is specified
    CHECK(first.get_id() == id);
    first.join();
}

TEST_CASE("swap exchanges what two threads stand for") {
    thread one(plain);
    thread none;
    const thread::id id = one.get_id();
    one.swap(none);
    CHECK(!one.joinable());
    CHECK(none.get_id() == id);
    swap(one, none);
    CHECK(one.get_id() == id);
    one.join();
}

TEST_CASE("the id of a thread is that which it has itself, and no other") {
    thread::id own;
    thread started([&] { own = own_id(); });
    const thread::id id = started.get_id();
    started.join();
    CHECK(own == id);
    CHECK(own != own_id());
    CHECK(own != thread::id());
    thread::id of_next;
    join(thread([&] { of_next = own_id(); }));
    CHECK(of_next != id);
    thread::id of_another_kind;
    support::run([&] { of_another_kind = own_id(); });
    CHECK(of_another_kind != thread::id());
    CHECK(of_another_kind != of_next);
}

TEST_CASE("ids are totally ordered, and hashed") {
    thread first([] {});
    thread second([] {});
    const thread::id ids[] = {thread::id(), first.get_id(), second.get_id()};
    for (const auto& a : ids) {
        for (const auto& b : ids) {
            CHECK((a == b) == (&a == &b));
            CHECK((a < b) != (b <= a));
            CHECK((a < b) == (b > a));
        }
    }
    CHECK(std::unordered_set<thread::id>(std::begin(ids), std::end(ids)).size() == 3);
    first.join();
    second.join();
}

TEST_CASE("an id is written as a text of its own: weft's ident") {
    CHECK(text_of(own_id()) == std::to_string(weft::get_ident()));
    CHECK(text_of(thread::id()) == "no thread");
    std::wostringstream wide;
    wide << own_id();
    CHECK(wide.str() == std::to_wstring(weft::get_ident()));
}

TEST_CASE("the system tells how many threads can run at once, and one OS thread runs one") {
    if (weft::backend_name() == std::string("dummy"))
        CHECK(thread::hardware_concurrency() == 1);
    else
        CHECK(thread::hardware_concurrency() > 0);
}

TEST_CASE("a thread may start a thread, and join it") {
    CHECK(result_of([] { join(thread(plain)); }) == "plain");
}

TEST_CASE("the function of a thread may be called with as many arguments as wanted") {
    CHECK(result_of([](int a, int b, int c, int d, int e,
                       int f) { result = std::to_string(a + b + c + d + e + f); },
                    1, 2, 3, 4, 5, 6) == "21");
}
