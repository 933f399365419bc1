#include "giving_way.hpp"

#include "backend.hpp"
#include "cancellation.hpp"
#include "signals.hpp" // the system's

namespace weft::posix {

void give_way() {
    if (is_borrowed())
        return;
    backend::yield();
    run_handlers(); // of what others have sent meanwhile
    take_cancellation();
}

extern "C" {

int sched_yield_here() asm("sched_yield");
int sched_yield_here() {
    give_way();
    return 0;
}

int yield_here() asm("pthread_yield") __attribute__((alias("sched_yield")));

} // extern "C"

} // namespace weft::posix
