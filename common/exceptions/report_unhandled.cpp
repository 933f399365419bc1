#include "excepthook.hpp"

#include <cstdio>
#include <new>

#include "backend.hpp"
#include "traceback.hpp"

namespace weft {

namespace {

/// One call for all of it: the C library keeps the output of threads apart call by call.
void print(const std::string& text) noexcept {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

std::string made_report(const host::stack_trace& trace) {
    std::string report;
    backend::with_report_room([&]() noexcept {
        try {
            report = unhandled_report(backend::self(), trace);
        } catch (...) {
            // it stays empty
        }
    });
    if (report.empty())
        throw std::bad_alloc();
    return report;
}

} // namespace

void report_unhandled(const host::stack_trace& trace) noexcept {
    try {
        const std::string report = made_report(trace);
        const excepthook hook = get_excepthook();
        if (hook == nullptr)
            return print(report);
        try {
            hook({std::current_exception(), backend::self().ident, report.c_str()});
        } catch (...) {
            print("Exception in weft::excepthook:\n" + exception_chain() + "\nraised for:\n" +
                  report);
        }
    } catch (...) {
        std::fputs("Unhandled exception in a thread; no memory to report it\n", stderr);
    }
}

} // namespace weft
