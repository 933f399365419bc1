#include "ending.hpp"

#include <cstdlib>
#include <pthread.h>

#include "boundary.hpp"
#include "thread_storage.hpp"

namespace weft::posix {

void call_to_end(thread& which) {
    call_until_end(which);
    which.cancelled.is_over = true;
    backend::thread_storage::destroy_objects();
    destroy_values(which);
}

void outlive_main() {
    destroy_values(self());
    tell_end(self());
    answer_of([] {
        wait_for_all();
        return 0;
    });
    std::exit(0);
}

extern "C" void pthread_exit(void* result) {
    end_thread(self(), result);
}

} // namespace weft::posix
