#include "overflow.hpp"

#include <cstdio>
#include <cstdlib>

#include "report_room.hpp" // of who has the stacks
#include "stack_thread.hpp"
#include "thread_name.hpp"

namespace weft::backend {

void overflowed(void* argument) {
    with_report_room([=]() noexcept {
        const auto* const thread = static_cast<const stack_thread*>(argument);
        const std::string whose =
            thread == nullptr ? "main" : thread_name(thread->record.ident, thread->record.started);
        std::fprintf(stderr, "weft: the stack of %s has overflowed, into what is below\n",
                     whose.c_str());
    });
    std::abort();
}

} // namespace weft::backend
