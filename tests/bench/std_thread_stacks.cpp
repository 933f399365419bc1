// The standard's threads and condition variables against those of Boost.Fiber, on one OS thread.
// Prints the medians, and their ratios.
#include <boost/fiber/condition_variable.hpp>
#include <boost/fiber/fiber.hpp>
#include <boost/fiber/mutex.hpp>

#include <mutex>

#include "threads_of.hpp"

namespace {

struct fibers {
    using thread = boost::fibers::fiber;
    using mutex = boost::fibers::mutex;
    using unique_lock = std::unique_lock<boost::fibers::mutex>;
    using condition_variable = boost::fibers::condition_variable;
};

} // namespace

int main(int argc, char** argv) {
    initialise(argc, argv);
    compare_threads<fibers>("Boost.Fiber");
}
