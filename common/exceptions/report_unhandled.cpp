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

/// What `make` returns, made where there is room for it.
template <class F>
std::string made(F make) {
    std::string text;
    backend::with_report_room([&]() noexcept {
        try {
            text = make();
        } catch (...) {
            // it stays empty
        }
    });
    if (text.empty())
        throw std::bad_alloc();
    return text;
}

} // namespace

void report_unhandled(const host::stack_trace& trace) noexcept {
    try {
        const std::string report = made([&] { return unhandled_report(backend::self(), trace); });
        const excepthook hook = get_excepthook();
        if (hook == nullptr)
            return print(report);
        try {
            hook({std::current_exception(), backend::self().ident, report.c_str()});
        } catch (...) {
            print(made([&] {
                return "Exception in weft::excepthook:\n" + exception_chain() + "\nraised for:\n" +
                       report;
            }));
        }
    } catch (...) {
        std::fputs("Unhandled exception in a thread; no memory to report it\n", stderr);
    }
}

} // namespace weft
