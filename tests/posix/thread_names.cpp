// The names of threads, from glibc's text.
#include <cerrno>
#include <cstring>
#include <pthread.h>

#include <doctest/doctest.h>

#include "more_names.hpp" // the C library's
#include "started.hpp"

using suite::started;

TEST_CASE("a thread's name has at most fifteen characters") {
    char name[16];
    CHECK(pthread_setname_np(pthread_self(), "fifteen letters") == 0);
    CHECK(pthread_getname_np(pthread_self(), name, sizeof name) == 0);
    CHECK(std::strcmp(name, "fifteen letters") == 0);
    CHECK(pthread_setname_np(pthread_self(), "sixteen of these") == ERANGE);
    CHECK(pthread_getname_np(pthread_self(), name, 4) == ERANGE);
}

TEST_CASE("a thread that has no name of its own has that of who made it") {
    char name[16] = "";
    auto tells = [&]() -> void* {
        CHECK(pthread_getname_np(pthread_self(), name, sizeof name) == 0);
        return nullptr;
    };
    CHECK(pthread_setname_np(pthread_self(), "the maker") == 0);
    started(tells).join();
    CHECK(std::strcmp(name, "the maker") == 0);
}
