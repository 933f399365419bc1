// A stack on which exceptions are thrown.
#include <ostream>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include "context.hpp"

using weft::backend::context;

namespace {

struct worker {
    static inline context main; // what a mechanism knows of it outlives each test
    context own;
    std::string caught;

    static void run(void* argument) {
        worker& self = *static_cast<worker*>(argument);
        for (;;) {
            try {
                throw std::runtime_error("thrown there");
            } catch (const std::exception& e) {
                self.caught = e.what();
            }
            self.own.switch_to(self.main);
        }
    }
};

} // namespace

TEST_CASE("code there throws and catches") {
    worker there;
    REQUIRE_FALSE(there.own.create(65536, worker::run, &there));
    for (int i = 0; i < 3; ++i) {
        there.caught.clear();
        there.main.switch_to(there.own);
        CHECK(there.caught == "thrown there");
    }
}
