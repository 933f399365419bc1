// A stack, and the switch to it: the contract in dummy/stacks/stack_thread.hpp, by each mechanism.
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "context.hpp"

using weft::backend::context;

namespace {

/// Code on a stack of its own, which notes what it does, and goes back to main after each step.
class other {
  public:
    other(std::string& steps, char name, std::size_t size = 65536) : steps_(steps), name_(name) {
        refused = own_.create(size, run, this);
    }

    void step() { main_.switch_to(own_); }

    std::error_code refused;

  private:
    static void run(void* argument) {
        other& self = *static_cast<other*>(argument);
        for (char step = '1';; ++step) {
            self.steps_ += {self.name_, step};
            self.own_.switch_to(main_);
        }
    }

    static inline context main_;
    context own_;
    std::string& steps_;
    const char name_;
};

/// Uses about `bytes` of the stack.
int touch(std::size_t bytes) {
    volatile char block[1024];
    block[0] = 1;
    return bytes <= sizeof block ? block[0] : touch(bytes - sizeof block) + block[0];
}

} // namespace

TEST_CASE("the first switch calls the entry with its argument, the next ones go on in it") {
    std::string steps;
    other a(steps, 'a');
    REQUIRE_FALSE(a.refused);
    CHECK(steps.empty());
    a.step();
    CHECK(steps == "a1");
    a.step();
    CHECK(steps == "a1a2");
}

TEST_CASE("each goes on where it switched away, with its own variables") {
    std::string steps;
    other a(steps, 'a');
    other b(steps, 'b');
    for (int i = 0; i < 3; ++i) {
        a.step();
        b.step();
    }
    CHECK(steps == "a1b1a2b2a3b3");
}

TEST_CASE("many of them are switched to in turn, and destroyed where they are") {
    std::string steps;
    std::vector<std::unique_ptr<other>> all;
    for (int i = 0; i < 200; ++i)
        all.push_back(std::make_unique<other>(steps, 'x'));
    for (int round = 0; round < 3; ++round) {
        for (const auto& each : all)
            each->step();
    }
    CHECK(steps.size() == 2 * 3 * all.size());
    CHECK(steps.ends_with("x3x3"));
}

TEST_CASE("a size of 0 is that which threads have by default") {
    std::string steps;
    other a(steps, 'a', 0);
    REQUIRE_FALSE(a.refused);
    a.step();
    CHECK(steps == "a1");
}

TEST_CASE("a size that cannot be had is refused, with a reason") {
    std::string steps;
    const other a(steps, 'a', std::numeric_limits<std::size_t>::max() / 16 * 15);
    CHECK(a.refused);
    CHECK_FALSE(a.refused.message().empty());
}

namespace {

struct worker {
    static inline context main; // what a mechanism knows of it outlives each test
    context own;
    int touched = 0;

    static void run(void* argument) {
        worker& self = *static_cast<worker*>(argument);
        for (;;) {
            self.touched = touch(40000);
            self.own.switch_to(self.main);
        }
    }
};

} // namespace

TEST_CASE("code there uses the stack that was asked for") {
    worker there;
    REQUIRE_FALSE(there.own.create(65536, worker::run, &there));
    for (int i = 0; i < 3; ++i) {
        there.touched = 0;
        there.main.switch_to(there.own);
        CHECK(there.touched > 0);
    }
}
