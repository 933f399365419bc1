#include "run_task.hpp"

#include "excepthook.hpp"
#include "host.hpp"
#include "weft/error.hpp"

namespace weft {

namespace {

void run_packed(void* work) {
    static_cast<detail::task*>(work)->run();
}

} // namespace

void run_task(detail::task& work) {
    host::stack_trace trace;
    try {
        host::call_traced(run_packed, &work, trace);
    } catch (const system_exit&) {
        // "When not caught, this will cause the thread to exit silently."
    } catch (...) {
        if (trace.foreign)
            throw;
        report_unhandled(trace);
    }
}

} // namespace weft
