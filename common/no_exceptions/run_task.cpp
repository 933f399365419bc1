// Where nothing can be thrown, each thread's function returns.
#include "run_task.hpp"

namespace weft {

void run_task(detail::task& work) {
    work.run();
}

} // namespace weft
