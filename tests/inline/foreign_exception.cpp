// Exceptions of other languages, in threads that run inside start_new_thread.
#include <memory>
#include <tuple>

#include <unwind.h>

#include <doctest/doctest.h>

#include <weft/thread.hpp>

using weft::start_new_thread;

TEST_CASE("an exception that is not C++'s goes on to the caller, and the thread has ended") {
    static _Unwind_Exception foreign{};
    bool caught = false;
    try {
        start_new_thread([](const std::shared_ptr<int>&) { _Unwind_RaiseException(&foreign); },
                         std::tuple(std::make_shared<int>(1)));
    } catch (...) {
        caught = true;
    }
    CHECK(caught);
    CHECK(weft::count() == 0);
    CHECK(weft::get_ident() == 1);
}

TEST_CASE("an exception that is not C++'s goes on to the caller through threads inside threads") {
    static _Unwind_Exception foreign{};
    bool caught = false;
    try {
        start_new_thread([] { start_new_thread([] { _Unwind_RaiseException(&foreign); }); });
    } catch (...) {
        caught = true;
    }
    CHECK(caught);
    CHECK(weft::count() == 0);
    CHECK(weft::get_ident() == 1);
}
