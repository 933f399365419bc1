// How threads are scheduled: what attributes and threads tell of it, and what can be set
// everywhere.
#include <cerrno>
#include <pthread.h>
#include <sched.h>

#include <doctest/doctest.h>

#include "priority.hpp"
#include "started.hpp"

namespace {

/// Attributes of threads while it lives.
struct attributes {
    pthread_attr_t all{};
    attributes() { REQUIRE(pthread_attr_init(&all) == 0); }
    ~attributes() { CHECK(pthread_attr_destroy(&all) == 0); }
    attributes(const attributes&) = delete;
    attributes& operator=(const attributes&) = delete;
};

/// What a function that tells an int tells.
template <class Tells, class From>
int told(Tells tells, From* from) {
    int value = -1;
    CHECK(tells(from, &value) == 0);
    return value;
}

constexpr int no_value = 99;

} // namespace

TEST_CASE("attributes have the policy, the priority and the scope of the system by default") {
    const attributes tested;
    CHECK(told(pthread_attr_getinheritsched, &tested.all) == PTHREAD_INHERIT_SCHED);
    CHECK(told(pthread_attr_getschedpolicy, &tested.all) == SCHED_OTHER);
    CHECK(told(pthread_attr_getscope, &tested.all) == PTHREAD_SCOPE_SYSTEM);
    sched_param priority = suite::priority_of(no_value);
    CHECK(pthread_attr_getschedparam(&tested.all, &priority) == 0);
    CHECK(priority.sched_priority == 0);
}

TEST_CASE("attributes keep whether a thread is scheduled as who starts it") {
    attributes tested;
    for (const int each : {PTHREAD_EXPLICIT_SCHED, PTHREAD_INHERIT_SCHED}) {
        CHECK(pthread_attr_setinheritsched(&tested.all, each) == 0);
        CHECK(told(pthread_attr_getinheritsched, &tested.all) == each);
        CHECK(pthread_attr_setinheritsched(&tested.all, no_value) == EINVAL);
        CHECK(told(pthread_attr_getinheritsched, &tested.all) == each);
    }
}

TEST_CASE("attributes refuse a policy, a priority and a scope that there is not, and stay so") {
    attributes tested;
    const sched_param negative = suite::priority_of(-1);
    const sched_param of_no_policy_here = suite::priority_of(1);
    sched_param priority = suite::priority_of(no_value);
    CHECK(pthread_attr_setschedpolicy(&tested.all, no_value) == EINVAL);
    CHECK(pthread_attr_setschedparam(&tested.all, &negative) == EINVAL);
    CHECK(pthread_attr_setschedparam(&tested.all, &of_no_policy_here) == EINVAL);
    CHECK(pthread_attr_setscope(&tested.all, no_value) == EINVAL);
    CHECK(pthread_attr_setscope(&tested.all, PTHREAD_SCOPE_PROCESS) == ENOTSUP);
    CHECK(told(pthread_attr_getschedpolicy, &tested.all) == SCHED_OTHER);
    CHECK(told(pthread_attr_getscope, &tested.all) == PTHREAD_SCOPE_SYSTEM);
    CHECK(pthread_attr_getschedparam(&tested.all, &priority) == 0);
    CHECK(priority.sched_priority == 0);
}

TEST_CASE("a thread has the policy and the priority that its attributes say") {
    attributes given;
    const sched_param lowest = suite::priority_of(0);
    CHECK(pthread_attr_setinheritsched(&given.all, PTHREAD_EXPLICIT_SCHED) == 0);
    CHECK(pthread_attr_setschedpolicy(&given.all, SCHED_OTHER) == 0);
    CHECK(pthread_attr_setschedparam(&given.all, &lowest) == 0);
    CHECK(pthread_attr_setscope(&given.all, PTHREAD_SCOPE_SYSTEM) == 0);
    auto tells = []() -> void* {
        int policy = -1;
        sched_param priority = suite::priority_of(no_value);
        CHECK(pthread_getschedparam(pthread_self(), &policy, &priority) == 0);
        CHECK(policy == SCHED_OTHER);
        CHECK(priority.sched_priority == 0);
        return nullptr;
    };
    suite::started(tells, &given.all).join();
}

TEST_CASE("a thread may be given the policy and the priority that it has, and none that is not") {
    const pthread_t self = pthread_self();
    const sched_param lowest = suite::priority_of(0);
    const sched_param higher = suite::priority_of(1);
    CHECK(pthread_setschedparam(self, SCHED_OTHER, &lowest) == 0);
    CHECK(pthread_setschedparam(self, SCHED_OTHER, &higher) == EINVAL);
    CHECK(pthread_setschedparam(self, no_value, &lowest) == EINVAL);
    CHECK(pthread_setschedparam(self, SCHED_FIFO, &lowest) == EINVAL);
    CHECK(pthread_setschedprio(self, 0) == 0);
    CHECK(pthread_setschedprio(self, 1) == EINVAL);
    int policy = -1;
    sched_param priority = suite::priority_of(no_value);
    CHECK(pthread_getschedparam(self, &policy, &priority) == 0);
    CHECK(policy == SCHED_OTHER);
    CHECK(priority.sched_priority == 0);
}

TEST_CASE("the attributes that threads have by default are told: they are to be joined") {
    pthread_attr_t tested;
    REQUIRE(pthread_getattr_default_np(&tested) == 0);
    CHECK(told(pthread_attr_getdetachstate, &tested) == PTHREAD_CREATE_JOINABLE);
    CHECK(told(pthread_attr_getinheritsched, &tested) == PTHREAD_INHERIT_SCHED);
    CHECK(pthread_attr_destroy(&tested) == 0);
}
