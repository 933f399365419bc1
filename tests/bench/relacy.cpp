#include "relacy.hpp"

#include <mutex>
#include <sstream>

#include <relacy/relacy.hpp>

namespace {

int sections_of_each = 0;

struct two_threads : rl::test_suite<two_threads, 2> {
    rl::mutex lock;
    int counter;

    void before() { counter = 0; }
    void thread(unsigned) {
        for (int i = 0; i < sections_of_each; ++i) {
            lock.lock($);
            ++counter;
            lock.unlock($);
        }
    }
    void after() { RL_ASSERT(counter == 2 * sections_of_each); }
};

} // namespace

bool relacy_holds(int sections, std::size_t runs) {
    sections_of_each = sections;
    std::ostringstream output;
    rl::test_params params;
    params.iteration_count = static_cast<rl::iteration_t>(runs);
    params.output_stream = &output;
    params.progress_stream = &output;
    return rl::simulate<two_threads>(params);
}
