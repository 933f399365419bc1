#include "giving_way.hpp"

#include "backend.hpp"
#include "cancellation.hpp"
#include "signal_masks.hpp"
#include "signals.hpp"

namespace weft::posix {

void give_way() {
    if (is_borrowed())
        return;
    backend::yield();
    run_handlers(); // of what others have sent meanwhile
}

extern "C" {

/// By another name here, as that one is declared to let no thread be ended in it.
int give_way_as_asked() asm("sched_yield");
int give_way_as_asked() {
    give_way();
    take_cancellation();
    return 0;
}

int pthread_yield() noexcept {
    give_way();
    return 0;
}

} // extern "C"

} // namespace weft::posix
