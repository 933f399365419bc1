// The process's name, which is main's, and prctl, which is of the name of the thread that calls it.
#include <cerrno>
#include <fstream>
#include <pthread.h>
#include <string>
#include <string_view>
#include <sys/prctl.h>

#include <doctest/doctest.h>

#include "child.hpp"
#include "going_on.hpp"
#include "started.hpp"

using suite::started;

namespace {

std::string own_name() {
    char name[16] = "";
    CHECK(pthread_getname_np(pthread_self(), name, sizeof name) == 0);
    return name;
}

std::string name_of_process() {
    std::string name;
    std::getline(std::ifstream("/proc/self/comm"), name);
    return name;
}

} // namespace

TEST_CASE("a thread has the name that its maker had then, however that is renamed") {
    const auto keeps = [](auto renames) {
        pthread_mutex_t asks = PTHREAD_MUTEX_INITIALIZER;
        std::string name;
        pthread_mutex_lock(&asks);
        CHECK(prctl(PR_SET_NAME, "as it was") == 0);
        suite::while_one_waits(
            [&] {
                pthread_mutex_lock(&asks);
                name = own_name();
                pthread_mutex_unlock(&asks);
            },
            [&] {
                renames();
                pthread_mutex_unlock(&asks);
            });
        CHECK(name == "as it was");
        CHECK(own_name() == "renamed");
    };
    keeps([] { CHECK(prctl(PR_SET_NAME, "renamed") == 0); });
    keeps([] { CHECK(pthread_setname_np(pthread_self(), "renamed") == 0); });
}

TEST_CASE("prctl is of the name of the thread that calls it, and takes what there is room for") {
    CHECK(pthread_setname_np(pthread_self(), "main's") == 0);
    auto renames = []() -> void* {
        CHECK(prctl(PR_SET_NAME, "sixteen of these") == 0);
        CHECK(own_name() == "sixteen of thes");
        char told[16] = "";
        CHECK(prctl(PR_GET_NAME, told) == 0);
        CHECK(std::string_view(told) == "sixteen of thes");
        return nullptr;
    };
    started(renames).join();
    CHECK(own_name() == "main's");
    char told[16] = "";
    CHECK(prctl(PR_GET_NAME, told) == 0);
    CHECK(std::string_view(told) == "main's");
}

TEST_CASE("prctl is what it was for all else") {
    const int before = prctl(PR_GET_DUMPABLE);
    CHECK(prctl(PR_SET_DUMPABLE, 0) == 0);
    CHECK(prctl(PR_GET_DUMPABLE) == 0);
    CHECK(prctl(PR_SET_DUMPABLE, before) == 0);
    CHECK(prctl(-1) == -1);
    CHECK(errno == EINVAL);
}

TEST_CASE("the main thread's name is the process's") {
    CHECK(prctl(PR_SET_NAME, "by prctl") == 0);
    CHECK(name_of_process() == "by prctl");
    CHECK(own_name() == "by prctl");
    CHECK(pthread_setname_np(pthread_self(), "by pthread") == 0);
    CHECK(name_of_process() == "by pthread");
    CHECK(own_name() == "by pthread");
}

TEST_CASE("a child of fork has the name of the thread that called it, and gives itself another") {
    auto forks = []() -> void* {
        CHECK(pthread_setname_np(pthread_self(), "forks") == 0);
        CHECK(suite::status_of_child([] {
                  const bool is_same = name_of_process() == "forks" && own_name() == "forks";
                  prctl(PR_SET_NAME, "child");
                  return is_same && name_of_process() == "child" && own_name() == "child" ? 0 : 1;
              }) == 0);
        CHECK(own_name() == "forks");
        return nullptr;
    };
    started(forks).join();
}
