// What a thread does.
#pragma once

#include "excepthook.hpp"
#include "host.hpp"
#include "steering.hpp" // the backend's
#include "thread_record.hpp"
#include "weft/error.hpp"

namespace weft {

/// Runs `work` in the running thread, whose record is `self`. What it throws ends here:
/// `system_exit` in silence, the rest reported; but what is not C++'s goes on, and `self` keeps the
/// trace, which the search for a handler needs.
inline void run_task(detail::task& work, thread_record& self) {
    host::stack_trace trace;
    self.unhandled = &trace;
    try {
        host::call_traced(work);
    } catch (const system_exit&) {
        // "When not caught, this will cause the thread to exit silently."
    } catch (...) {
        if (trace.foreign)
            throw;
        const backend::no_points none; // locks for reports are not the program's
        report_unhandled(trace);
    }
    self.unhandled = nullptr;
}

} // namespace weft
