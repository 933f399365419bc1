// The standard's threads and condition variables against libstdc++'s, where threads are real: there
// and back between two threads, a hundred that are notified at once, and a thread that is started
// and joined. Prints the medians, and their ratios.
#include <condition_variable>
#include <mutex>
#include <thread>

#include "threads_of.hpp"

namespace {

struct standard {
    using thread = std::thread;
    using mutex = std::mutex;
    using unique_lock = std::unique_lock<std::mutex>;
    using condition_variable = std::condition_variable;
};

} // namespace

int main(int argc, char** argv) {
    initialise(argc, argv);
    compare_threads<standard>("std");
}
