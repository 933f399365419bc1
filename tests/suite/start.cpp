// start_new_thread: what it starts, and with which arguments.
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../support.hpp"

using weft::lock_type;
using weft::start_new_thread;

static_assert(
    std::is_same_v<decltype(start_new_thread(std::declval<void (*)()>())), weft::ident_t>);

namespace {

/// What the functions below did, for main to see once it has acquired `ended`.
std::string result;
lock_type ended;

void plain() {
    result = "plain";
    ended.release();
}

void nonthrowing() noexcept {
    plain();
}

int returning(int number) {
    result = std::to_string(number);
    ended.release();
    return number;
}

void joining(const std::string& left, std::string right) {
    result = left + right;
    ended.release();
}

struct options {
    bool verbose = false;
    int level = 1;
    std::string name = "nobody";
};

void serve(int port, const options& kwargs) {
    result = std::to_string(port) + (kwargs.verbose ? " verbose " : " quiet ") +
             std::to_string(kwargs.level) + ' ' + kwargs.name;
    ended.release();
}

void only_keywords(options kwargs) {
    serve(0, kwargs);
}

struct server {
    std::string name;

    void rename(const std::string& new_name) {
        name = new_name;
        ended.release();
    }
    void tell() const { joining(name, ""); }
};

struct functor {
    std::string prefix;

    void operator()(const std::string& text) const { joining(prefix, text); }
};

/// What the thread that `start_new_thread(call...)` starts has put into `result` when it ended.
template <class... Call>
std::string result_of(Call&&... call) {
    result = "nothing";
    ended.acquire();
    start_new_thread(std::forward<Call>(call)...);
    support::wait_for(ended);
    ended.release();
    support::wait_for_threads();
    return result;
}

} // namespace

TEST_CASE("a thread runs a function without arguments") {
    CHECK(result_of(plain) == "plain");
    CHECK(result_of(&plain) == "plain");
    CHECK(result_of(plain, std::tuple()) == "plain");
    CHECK(result_of(nonthrowing) == "plain");
    void (&reference)() = plain;
    CHECK(result_of(reference) == "plain");
    void (*const pointer)() = plain;
    CHECK(result_of(pointer) == "plain");
}

TEST_CASE("a thread runs a function with the arguments of a tuple") {
    CHECK(result_of(joining, std::tuple(std::string("a"), std::string("b"))) == "ab");
    CHECK(result_of(&joining, std::tuple("a", "b")) == "ab");
    CHECK(result_of(joining, std::make_tuple("a", std::string("b"))) == "ab");
    const std::tuple constant(std::string("a"), std::string("b"));
    CHECK(result_of(joining, constant) == "ab");
    CHECK(std::get<0>(constant) == "a");
}

TEST_CASE("an aggregate is the keyword arguments and is passed last") {
    CHECK(result_of(serve, std::tuple(80), options{.verbose = true}) == "80 verbose 1 nobody");
    CHECK(result_of(serve, std::tuple(80), options{.level = 3, .name = "me"}) == "80 quiet 3 me");
    CHECK(result_of(serve, std::tuple(80), options()) == "80 quiet 1 nobody");
    CHECK(result_of(only_keywords, std::tuple(), options{.level = 2}) == "0 quiet 2 nobody");
}

TEST_CASE("keyword arguments are copied, or moved where given as an rvalue") {
    const std::tuple args(80);
    options keywords{.verbose = true, .name = "long enough for the heap to hold it"};
    const auto kept = keywords.name;
    CHECK(result_of(serve, args, keywords) == "80 verbose 1 " + kept);
    CHECK(keywords.name == kept);

    struct owned {
        std::unique_ptr<int> number;
    };
    const auto take = [](owned given) { returning(*given.number); };
    CHECK(result_of(take, std::tuple(), owned{std::make_unique<int>(7)}) == "7");
}

TEST_CASE("what the function returns is ignored") {
    CHECK(result_of(returning, std::tuple(42)) == "42");
    CHECK(result_of([] { return returning(1); }) == "1");
}

TEST_CASE("a thread runs a lambda") {
    CHECK(result_of([] { plain(); }) == "plain");
    CHECK(result_of([](auto number) { returning(number); }, std::tuple(3)) == "3");
    int number = 5;
    CHECK(result_of([number]() mutable { returning(++number); }) == "6");
    CHECK(number == 5);
    CHECK(result_of([&number] { returning(++number); }) == "6");
    CHECK(number == 6);
    CHECK(result_of([owned = std::make_unique<int>(8)] { returning(*owned); }) == "8");
    auto named = [](int given) { returning(given); };
    CHECK(result_of(named, std::tuple(9)) == "9");
}

TEST_CASE("a thread runs a function object") {
    CHECK(result_of(functor{"of "}, std::tuple("a functor")) == "of a functor");
    const functor constant{"a copy of "};
    CHECK(result_of(constant, std::tuple("a functor")) == "a copy of a functor");
    CHECK(result_of(std::function<void()>(plain)) == "plain");
    CHECK(result_of(std::bind(returning, 4)) == "4");
    int number = 1;
    auto counting = [number]() mutable { returning(++number); };
    CHECK(result_of(std::ref(counting)) == "2");
    CHECK(result_of(std::ref(counting)) == "3");
}

TEST_CASE("a thread runs a member function of its first argument") {
    server original{"old"};
    CHECK(result_of(&server::tell, std::tuple(original)) == "old");
    CHECK(result_of(&server::tell, std::tuple(&original)) == "old");
    CHECK(result_of(&server::tell, std::tuple(std::make_unique<server>())).empty());
    result_of(&server::rename, std::tuple(original, "copy"));
    CHECK(original.name == "old");
    result_of(&server::rename, std::tuple(&original, "new"));
    CHECK(original.name == "new");
    result_of(&server::rename, std::tuple(std::ref(original), "newer"));
    CHECK(original.name == "newer");
}

TEST_CASE("arguments are copied, unless std::ref passes a reference") {
    int number = 1;
    const auto increment = [](int& given) { returning(++given); };
    CHECK(result_of([](int given) { returning(++given); }, std::tuple(number)) == "2");
    CHECK(number == 1);
    CHECK(result_of(increment, std::tuple(std::ref(number))) == "2");
    CHECK(number == 2);
    const auto tied = [](int&& given) { returning(++given); };
    CHECK(result_of(tied, std::tie(number)) == "3");
    CHECK(number == 2);
}

TEST_CASE("arrays and functions among the arguments decay to pointers") {
    using text = std::tuple<const char(&)[5]>;
    const auto take_text = [](auto&& given) {
        static_assert(std::is_same_v<decltype(given), const char*&&>);
        joining(given, "");
    };
    CHECK(result_of(take_text, text("text")) == "text");
    const auto call = [](auto&& given) {
        static_assert(std::is_same_v<decltype(given), void (*&&)()>);
        given();
    };
    CHECK(result_of(call, std::tuple<void (&)()>(plain)) == "plain");
}

TEST_CASE("arguments are passed as rvalues, and may be moved on") {
    CHECK(result_of([](std::unique_ptr<int> given) { returning(*given); },
                    std::tuple(std::make_unique<int>(7))) == "7");
    CHECK(result_of([](std::vector<int>&& given) { returning(static_cast<int>(given.size())); },
                    std::tuple(std::vector<int>(3))) == "3");
}

TEST_CASE("a null pointer is no function: std::invalid_argument, and nothing is started") {
    CHECK_THROWS_AS(start_new_thread(static_cast<void (*)()>(nullptr)), std::invalid_argument);
    CHECK_THROWS_AS(start_new_thread(static_cast<int (*)(int)>(nullptr), std::tuple(1)),
                    std::invalid_argument);
    CHECK_THROWS_AS(start_new_thread(static_cast<void (*)(int, const options&)>(nullptr),
                                     std::tuple(1), options()),
                    std::invalid_argument);
    CHECK_THROWS_AS(
        start_new_thread(static_cast<void (server::*)() const>(nullptr), std::tuple(server())),
        std::invalid_argument);
    CHECK(weft::count() == 0);
}
