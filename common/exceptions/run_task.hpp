// What a thread does.
#pragma once

#include <exception>

#include "excepthook.hpp"
#include "host.hpp"
#include "steering.hpp" // the backend's
#include "thread_record.hpp"
#include "weft/error.hpp"

namespace weft {

/// Runs `work` in the running thread, whose record is `self`. What it throws ends here:
/// `system_exit` in silence, the rest reported, after which the program ends where it `ends_all`.
/// But what is not C++'s goes on, and `self` keeps the trace, which the search for a handler needs.
inline void run_task(detail::task& work, thread_record& self, bool ends_all) {
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
        if (ends_all && !backend::time_is_virtual()) // an explored run has failed by it
            std::terminate();
    }
    self.unhandled = nullptr;
}

} // namespace weft
