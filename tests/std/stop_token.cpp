// stop_token, stop_source, stop_callback: [thread.stoptoken].
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <weft/std/stop_token.hpp>

using weft::nostopstate;
using weft::stop_callback;
using weft::stop_source;
using weft::stop_token;

// [stoptoken.general]
static_assert(std::is_nothrow_default_constructible_v<stop_token>);
static_assert(std::is_nothrow_copy_constructible_v<stop_token>);
static_assert(std::is_nothrow_move_constructible_v<stop_token>);
static_assert(std::is_nothrow_copy_assignable_v<stop_token>);
static_assert(std::is_nothrow_move_assignable_v<stop_token>);
static_assert(std::is_nothrow_destructible_v<stop_token>);
static_assert(std::is_nothrow_swappable_v<stop_token>);
static_assert(noexcept(std::declval<const stop_token&>().stop_requested()));
static_assert(noexcept(std::declval<const stop_token&>().stop_possible()));
static_assert(noexcept(stop_token() == stop_token()));

// [stopsource.general]
static_assert(std::is_default_constructible_v<stop_source>);
static_assert(!std::is_nothrow_default_constructible_v<stop_source>);
static_assert(std::is_nothrow_constructible_v<stop_source, weft::nostopstate_t>);
static_assert(!std::is_convertible_v<weft::nostopstate_t, stop_source>);
static_assert(std::is_nothrow_copy_constructible_v<stop_source>);
static_assert(std::is_nothrow_move_constructible_v<stop_source>);
static_assert(std::is_nothrow_copy_assignable_v<stop_source>);
static_assert(std::is_nothrow_move_assignable_v<stop_source>);
static_assert(std::is_nothrow_swappable_v<stop_source>);
static_assert(noexcept(std::declval<const stop_source&>().get_token()));
static_assert(noexcept(std::declval<const stop_source&>().stop_requested()));
static_assert(noexcept(std::declval<const stop_source&>().stop_possible()));
static_assert(noexcept(std::declval<stop_source&>().request_stop()));

// [stopcallback.general]
namespace {
struct quiet {
    quiet() = default;
    quiet(const quiet&) noexcept {}
    quiet(int) {}
    void operator()() const {}
};
} // namespace
static_assert(std::is_same_v<stop_callback<quiet>::callback_type, quiet>);
static_assert(std::is_nothrow_constructible_v<stop_callback<quiet>, const stop_token&, quiet>);
static_assert(std::is_nothrow_constructible_v<stop_callback<quiet>, stop_token, quiet>);
static_assert(std::is_constructible_v<stop_callback<quiet>, stop_token, int>);
static_assert(!std::is_nothrow_constructible_v<stop_callback<quiet>, stop_token, int>);
static_assert(!std::is_constructible_v<stop_callback<quiet>, stop_token, std::string>);
static_assert(!std::is_copy_constructible_v<stop_callback<quiet>>);
static_assert(!std::is_move_constructible_v<stop_callback<quiet>>);
static_assert(!std::is_copy_assignable_v<stop_callback<quiet>>);
static_assert(std::is_same_v<decltype(stop_callback(stop_token(), quiet())), stop_callback<quiet>>);

TEST_CASE("a default token is never asked to stop, and cannot be") {
    const stop_token none;
    CHECK(!none.stop_requested());
    CHECK(!none.stop_possible());
    CHECK(none == stop_token());
}

TEST_CASE("a source without a stop state asks nobody") {
    stop_source none(nostopstate);
    CHECK(!none.stop_possible());
    CHECK(!none.stop_requested());
    CHECK(!none.request_stop());
    CHECK(none.get_token() == stop_token());
    CHECK(none == stop_source(nostopstate));
}

TEST_CASE("all tokens and sources that belong together tell that one has asked") {
    stop_source source;
    const stop_source copy = source; // NOLINT(performance-unnecessary-copy-initialization)
    const stop_token token = source.get_token();
    CHECK(source.stop_possible());
    CHECK(token.stop_possible());
    CHECK(!source.stop_requested());
    CHECK(!token.stop_requested());
    CHECK(source.request_stop());
    CHECK(source.stop_requested());
    CHECK(copy.stop_requested());
    CHECK(token.stop_requested());
    CHECK(copy.get_token().stop_requested());
}

TEST_CASE("only the first one who asks is told that it was") {
    stop_source source;
    stop_source copy = source;
    CHECK(source.request_stop());
    CHECK(!source.request_stop());
    CHECK(!copy.request_stop());
}

TEST_CASE("a token can be asked to stop while there is a source, and for ever once it was") {
    std::optional<stop_source> source(std::in_place);
    std::optional<stop_source> copy = source;
    const stop_token token = source->get_token();
    source.reset();
    CHECK(token.stop_possible());
    copy.reset();
    CHECK(!token.stop_possible());
    CHECK(!token.stop_requested());

    source.emplace();
    const stop_token asked = source->get_token();
    source->request_stop();
    source.reset();
    CHECK(asked.stop_possible());
    CHECK(asked.stop_requested());
}

TEST_CASE("those are equal that belong together") {
    const stop_source source;
    const stop_source copy = source; // NOLINT(performance-unnecessary-copy-initialization)
    const stop_source other;
    CHECK(source == copy);
    CHECK(source != other);
    CHECK(source.get_token() == copy.get_token());
    CHECK(source.get_token() != other.get_token());
    CHECK(source.get_token() != stop_token());
}

TEST_CASE("what was moved from belongs to none") {
    stop_source source;
    stop_token token = source.get_token();
    const stop_source moved(std::move(source));
    const stop_token moved_token(std::move(token));
    CHECK(!source.stop_possible()); // NOLINT(bugprone-use-after-move): it is specified
    CHECK(token == stop_token());   // NOLINT(bugprone-use-after-move): it is specified
    CHECK(moved.stop_possible());
    CHECK(moved_token == moved.get_token());
}

TEST_CASE("assignment lets go of what was there, and takes its part of the other") {
    stop_source source;
    const stop_token token = source.get_token();
    const stop_source other;
    source = other;
    CHECK(source == other);
    CHECK(!token.stop_possible());
    stop_source& same = source;
    source = same;
    CHECK(source == other);
    source = stop_source(nostopstate);
    CHECK(!source.stop_possible());
    stop_token assigned;
    assigned = other.get_token();
    CHECK(assigned == other.get_token());
}

TEST_CASE("swap exchanges what two belong to") {
    stop_source one;
    stop_source none(nostopstate);
    stop_token token = one.get_token();
    stop_token no_token;
    swap(one, none);
    swap(token, no_token);
    CHECK(!one.stop_possible());
    CHECK(none.get_token() == no_token);
    one.swap(none);
    token.swap(no_token);
    CHECK(one.get_token() == token);
}

TEST_CASE("callbacks run when it is asked to stop, once, before request_stop returns") {
    stop_source source;
    int runs = 0;
    const stop_callback first(source.get_token(), [&] { ++runs; });
    const stop_callback second(source.get_token(), [&] { runs += 10; });
    CHECK(runs == 0);
    source.request_stop();
    CHECK(runs == 11);
    source.request_stop();
    CHECK(runs == 11);
}

TEST_CASE("in a callback, it has been asked to stop") {
    stop_source source;
    const stop_token token = source.get_token();
    bool is_requested = false;
    bool asks = true;
    const stop_callback called(token, [&] {
        is_requested = token.stop_requested();
        asks = source.request_stop();
    });
    source.request_stop();
    CHECK(is_requested);
    CHECK(!asks);
}

TEST_CASE("where it has been asked before, the callback runs in the constructor") {
    stop_source source;
    source.request_stop();
    int runs = 0;
    const stop_callback called(source.get_token(), [&] { ++runs; });
    CHECK(runs == 1);
}

TEST_CASE("one that is registered by another runs at once") {
    stop_source source;
    int runs = 0;
    const stop_callback called(source.get_token(), [&] {
        const stop_callback inner(source.get_token(), [&] { ++runs; });
        CHECK(runs == 1);
    });
    source.request_stop();
    CHECK(runs == 1);
}

TEST_CASE("a callback that is destroyed is not run") {
    stop_source source;
    int runs = 0;
    const stop_callback stays(source.get_token(), [&] { ++runs; });
    {
        const stop_callback goes(source.get_token(), [&] { runs += 10; });
        const stop_callback goes_too(source.get_token(), [&] { runs += 10; });
    }
    source.request_stop();
    CHECK(runs == 1);
}

TEST_CASE("a callback without a stop state is never run") {
    const stop_callback never(stop_token(), [] { FAIL("was called"); });
}

TEST_CASE("a callback may destroy itself, and others") {
    stop_source source;
    struct destroys {
        std::function<void()> does;
        void operator()() const {
            const auto kept = does;
            kept();
        }
    };
    std::optional<stop_callback<destroys>> callbacks[3];
    int runs = 0;
    for (auto& each : callbacks) {
        each.emplace(source.get_token(), destroys{[&] {
                         ++runs;
                         for (auto& destroyed : callbacks)
                             destroyed.reset();
                     }});
    }
    source.request_stop();
    CHECK(runs == 1);
}

TEST_CASE("one that has run may be destroyed by one that runs") {
    stop_source source;
    std::optional<stop_callback<std::function<void()>>> first;
    std::optional<stop_callback<std::function<void()>>> second;
    int runs = 0;
    const auto run = [&](auto& other) {
        if (++runs == 2)
            other.reset();
    };
    first.emplace(source.get_token(), [&] { run(second); });
    second.emplace(source.get_token(), [&] { run(first); });
    source.request_stop();
    CHECK(runs == 2);
}

TEST_CASE("a callback may destroy the last that its stop state belongs to") {
    auto source = std::make_unique<stop_source>();
    using callback = stop_callback<std::function<void()>>;
    std::unique_ptr<callback> called;
    int runs = 0;
    called = std::make_unique<callback>(source->get_token(), [&] {
        ++runs;
        source.reset();
        const auto kept = std::move(called);
    });
    source->request_stop();
    CHECK(runs == 1);
}

TEST_CASE("a callback shares its stop state: tokens and sources may go before it") {
    std::optional<stop_source> source(std::in_place);
    int runs = 0;
    const stop_callback called(source->get_token(), [&] { ++runs; });
    source.reset();
    CHECK(runs == 0);
}

TEST_CASE("a callback is called as it was given: an rvalue, or a reference") {
    struct called_as {
        std::string* as;
        void operator()() & { *as = "lvalue"; }
        void operator()() && { *as = "rvalue"; }
    };
    std::string as;
    called_as function{&as};
    {
        stop_source source;
        const stop_callback copied(source.get_token(), function);
        source.request_stop();
        CHECK(as == "rvalue");
    }
    stop_source source;
    const stop_callback<called_as&> referred(source.get_token(), function);
    source.request_stop();
    CHECK(as == "lvalue");
}
