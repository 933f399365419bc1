// What weft throws.
#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include <weft/error.hpp>

static_assert(std::is_base_of_v<std::runtime_error, weft::error>);
static_assert(std::is_base_of_v<weft::error, weft::deadlock>);
static_assert(std::is_convertible_v<weft::deadlock*, std::runtime_error*>);
static_assert(!std::is_base_of_v<std::exception, weft::system_exit>);
static_assert(!std::is_base_of_v<std::exception, weft::keyboard_interrupt>);
static_assert(std::is_nothrow_copy_constructible_v<weft::system_exit>);
static_assert(std::is_nothrow_copy_constructible_v<weft::keyboard_interrupt>);

namespace {

/// Whether `catch (const std::exception&)`, the usual "catch all errors", catches a `T`.
template <class T>
bool is_caught_as_exception(const T& thrown) {
    try {
        try {
            throw thrown;
        } catch (const std::exception&) {
            return true;
        }
    } catch (const T&) {
        return false;
    }
}

} // namespace

TEST_CASE("error and deadlock are std::runtime_errors and keep their message") {
    const weft::error error("lock");
    CHECK(std::string(error.what()) == "lock");
    const weft::deadlock deadlock(std::string("cycle"));
    CHECK(std::string(deadlock.what()) == "cycle");
    CHECK_THROWS_AS(throw deadlock, weft::error);
    CHECK(is_caught_as_exception(error));
    CHECK(is_caught_as_exception(deadlock));
}

TEST_CASE("catch (const std::exception&) lets system_exit and keyboard_interrupt by") {
    CHECK_FALSE(is_caught_as_exception(weft::system_exit()));
    CHECK_FALSE(is_caught_as_exception(weft::keyboard_interrupt()));
}
