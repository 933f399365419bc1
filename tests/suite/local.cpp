// weft::local: a variable of which each thread has its own.
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <weft/local.hpp>

#include "../support.hpp"

using weft::local;

static_assert(sizeof(local<std::string>) == 8);
static_assert(!std::is_copy_constructible_v<local<int>>);
static_assert(!std::is_move_constructible_v<local<int>>);
static_assert(!std::is_copy_assignable_v<local<int>>);
static_assert(std::is_nothrow_default_constructible_v<local<int>>);
static_assert(std::is_same_v<decltype(local([] { return 1; }).get()), int&>);
static_assert(std::is_same_v<decltype(std::declval<local<int>&>().find()), int*>);
static_assert(noexcept(std::declval<local<int>&>().find()));

namespace {

using support::run;

/// What values do, in order.
std::string done;

/// Says when it is made, and destroyed.
template <char Name>
struct noted {
    noted() { done += Name; }
    ~noted() { done += static_cast<char>(Name - 'a' + 'A'); }
    noted(const noted&) = delete;
    noted& operator=(const noted&) = delete;
    bool is_used = false;
};

/// What a thread does with values, from when it starts to when it has ended.
template <class F>
std::string done_by_thread(F function) {
    done.clear();
    run(function);
    return done;
}

constinit local<int> at_namespace_scope;
constinit local made_by_function([] { return std::string("made"); });

struct no_default {
    explicit no_default(int n) : number(n) {}
    no_default(const no_default&) = delete;
    no_default& operator=(const no_default&) = delete;
    int number;
};

} // namespace

TEST_CASE("each thread has its own value, which begins as that of the type") {
    *at_namespace_scope = 1;
    int begins_as = -1;
    int then = -1;
    run([&] {
        begins_as = *at_namespace_scope;
        *at_namespace_scope = 2;
        then = *at_namespace_scope;
    });
    CHECK(begins_as == 0);
    CHECK(then == 2);
    CHECK(*at_namespace_scope == 1);
    CHECK(&*at_namespace_scope == &at_namespace_scope.get());
}

TEST_CASE("a value begins as the function returns it that the variable was given") {
    CHECK(*made_by_function == "made");
    made_by_function->clear();
    std::string other;
    run([&] { other = made_by_function.get(); });
    CHECK(other == "made");
    CHECK(made_by_function->empty());
    // It need not be copied or moved.
    local given([] { return no_default(7); });
    CHECK(given->number == 7);
    // The function may be known by its address alone, and there may be more to it than code.
    int calls = 0;
    local counting([&] { return ++calls; });
    CHECK(*counting == 1);
    CHECK(*counting == 1);
    run([&] { CHECK(*counting == 2); });
    local<int, int (*)()> pointed([] { return 3; });
    CHECK(*pointed == 3);
}

TEST_CASE("a variable may be static in a function, or a member") {
    const auto next = [] {
        static local<int> counted;
        return ++*counted;
    };
    CHECK(next() == 1);
    CHECK(next() == 2);
    run([&] { CHECK(next() == 1); });
    CHECK(next() == 3);
    struct object {
        local<int> first;
        local<int> second;
    };
    const auto one = std::make_unique<object>();
    *one->first = 1;
    *one->second = 2;
    CHECK(*one->first == 1);
    CHECK(*one->second == 2);
}

TEST_CASE("a value is made at the first use, and destroyed when the thread ends") {
    local<noted<'a'>> used;
    local<noted<'b'>> unused;
    CHECK(done_by_thread([] {}).empty());
    CHECK(done_by_thread([&] {
              done += '1';
              used->is_used = true;
              done += '2';
              CHECK(used->is_used);
          }) == "1a2A");
    CHECK(done_by_thread([&] {
              CHECK_FALSE(used->is_used); // it is a new one
          }) == "aA");
}

TEST_CASE("to look for a value makes none") {
    local<int> variable;
    CHECK(variable.find() == nullptr);
    *variable = 3;
    CHECK(variable.find() == &*variable);
    run([&] { CHECK(variable.find() == nullptr); });
}

TEST_CASE("values are destroyed in the reverse order of their making") {
    local<noted<'a'>> first;
    local<noted<'b'>> second;
    local<noted<'c'>> third;
    CHECK(done_by_thread([&] {
              first.get();
              second.get();
              third.get();
          }) == "abcCBA");
    CHECK(done_by_thread([&] {
              third.get();
              first.get();
              second.get();
          }) == "cabBAC");
}

TEST_CASE("a value that is made by the making of another is made first") {
    local<noted<'a'>> inner;
    local outer([&] {
        inner.get();
        return std::make_unique<noted<'b'>>();
    });
    CHECK(done_by_thread([&] { outer.get(); }) == "abBA");
}

TEST_CASE(
    "values are destroyed after the thread's function and its arguments, while it is counted") {
    struct counts {
        bool* counted;
        ~counts() {
            *counted = weft::count() == 1;
            done += 'v';
        }
    };
    bool counted = false;
    local variable([&] { return counts{&counted}; });
    done.clear();
    weft::lock_type gone;
    gone.acquire();
    weft::start_new_thread(
        [&](const std::unique_ptr<noted<'a'>>&) {
            variable.get();
            done += '1';
            gone.release();
        },
        std::tuple(std::make_unique<noted<'a'>>()));
    support::wait_for(gone);
    support::wait_for_threads();
    CHECK(done == "a1Av");
    CHECK(counted);
}

TEST_CASE("an argument of a thread may use its values when it is destroyed") {
    local<std::string> variable;
    struct uses {
        local<std::string>* used;
        std::string* seen;
        ~uses() {
            if (seen != nullptr)
                *seen = used->get();
        }
        uses(local<std::string>* u, std::string* s) : used(u), seen(s) {}
        uses(uses&& moved) noexcept : used(moved.used), seen(std::exchange(moved.seen, nullptr)) {}
    };
    std::string seen;
    weft::start_new_thread([&](const uses&) { *variable = "there"; },
                           std::tuple(uses(&variable, &seen)));
    support::wait_for_threads();
    CHECK(seen == "there");
}

TEST_CASE("a value that is made by the destructor of another is destroyed, too") {
    static local<noted<'a'>> other;
    struct uses {
        ~uses() {
            done += '1';
            other.get();
            done += '2';
        }
    };
    local<uses> variable;
    CHECK(done_by_thread([&] { variable.get(); }) == "1a2A");
    // Also where the other one was there, and is gone.
    CHECK(done_by_thread([&] {
              variable.get();
              other.get();
          }) == "aA1a2A");
}

TEST_CASE("a value's destructor finds the value itself") {
    struct finds;
    static local<finds>* its = nullptr;
    static bool found = false;
    struct finds {
        ~finds() { found = its->find() == this && &its->get() == this; }
    };
    local<finds> variable;
    its = &variable;
    run([&] { variable.get(); });
    CHECK(found);
}

TEST_CASE("a value's destructor may end its own variable") {
    struct owner;
    static int destroyed = 0;
    struct owning {
        std::shared_ptr<owner> last;
        ~owning() { ++destroyed; }
    };
    struct owner {
        local<owning> variable;
    };
    destroyed = 0;
    run([] {
        auto made = std::make_shared<owner>();
        owner& its = *made;
        its.variable->last = std::move(made);
    });
    CHECK(destroyed == 1);
}

TEST_CASE("the variable's destructor destroys the value of the thread that calls it") {
    local<noted<'a'>> before;
    CHECK(done_by_thread([&] {
              before.get();
              {
                  local<noted<'b'>> inside;
                  local<noted<'c'>> unused;
                  inside.get();
                  done += '1';
              }
              done += '2';
          }) == "ab1B2A");
}

TEST_CASE("a variable has nothing of those that were before it") {
    for (int i = 0; i < 100; ++i) {
        local<std::vector<int>> one;
        CHECK(one.find() == nullptr);
        CHECK(one->empty());
        one->push_back(i);
        local<std::string> other;
        CHECK(other->empty());
        *other = "not empty";
        CHECK(one->size() == 1);
    }
}

TEST_CASE("there may be any number of variables, and each is found") {
    constexpr int many = 3000;
    std::vector<std::unique_ptr<local<int>>> all;
    const auto fill = [&](int factor) {
        for (int i = 0; i < many; ++i)
            **all[static_cast<std::size_t>(i)] = factor * i;
    };
    const auto is_filled = [&](int factor) {
        for (int i = 0; i < many; ++i) {
            if (**all[static_cast<std::size_t>(i)] != factor * i)
                return false;
        }
        return true;
    };
    for (int i = 0; i < many; ++i)
        all.push_back(std::make_unique<local<int>>());
    fill(1);
    bool filled = false;
    run([&] {
        fill(2);
        filled = is_filled(2);
    });
    CHECK(filled);
    CHECK(is_filled(1));
    // Half of them go, and others come in their places.
    for (int i = 0; i < many; i += 2)
        all[static_cast<std::size_t>(i)] = std::make_unique<local<int>>();
    for (int i = 0; i < many; i += 2) {
        if (all[static_cast<std::size_t>(i)]->find() != nullptr)
            FAIL("a variable that is new has a value");
    }
    fill(3);
    CHECK(is_filled(3));
}

TEST_CASE("a value is aligned as its type wants it") {
    struct alignas(256) wide {
        char text[3] = "ok";
    };
    local<wide> variable;
    CHECK(reinterpret_cast<std::uintptr_t>(&*variable) % 256 == 0);
    run([&] { CHECK(reinterpret_cast<std::uintptr_t>(&*variable) % 256 == 0); });
}

TEST_CASE("where threads run inside each other, or one after the other, each has its own") {
    local<int> variable;
    *variable = 1;
    run([&] {
        *variable = 2;
        run([&] {
            CHECK(*variable == 0);
            *variable = 3;
        });
        CHECK(*variable == 2);
    });
    CHECK(*variable == 1);
}
