// The frames of a throw, where exceptions unwind by Windows' structured exception handling
// (x86-64).
//
// As with the Itanium C++ ABI, the stack is walked twice: the handler of each frame is asked in the
// search for one that goes on, with nothing unwound yet, and again on the way there. So a frame
// with a handler of our own, between the thread's function and the handler that reports, is asked
// in the search exactly when the function handles the exception nowhere, and finds the stack whole.
#include <unwind.h>
#include <windows.h>

#include "backend.hpp"
#include "host.hpp"

namespace weft::host {

namespace {

/// By which the C++ runtime raises exceptions, whatever the language, and goes on with them when it
/// has run destructors: GCC's `STATUS_GCC_THROW` and `STATUS_GCC_UNWIND`.
constexpr DWORD gnu_throw = 0x20474343;
constexpr DWORD gnu_resume = 0x21474343;

/// The language of an exception, as its class has it, whatever compiler threw it.
constexpr _Unwind_Exception_Class cpp_language = 'C' << 16 | '+' << 8 | '+';

/// Goes over to the caller's frame, and returns which frame it was.
ULONG64 unwind(CONTEXT& at) {
    ULONG64 image = 0;
    ULONG64 frame = at.Rsp;
    if (RUNTIME_FUNCTION* const function = RtlLookupFunctionEntry(at.Rip, &image, nullptr)) {
        void* handler_data = nullptr;
        RtlVirtualUnwind(UNW_FLAG_NHANDLER, image, at.Rip, function, &at, &handler_data, &frame,
                         nullptr);
    } else { // it calls nothing
        at.Rip = *reinterpret_cast<const ULONG64*>(at.Rsp);
        at.Rsp += sizeof at.Rip;
    }
    return frame;
}

/// The frames from where `at` is to before `end`.
void walk(CONTEXT at, ULONG64 end, stack_trace& trace) {
    trace.size = trace.left_out = 0;
    for (;;) {
        const ULONG64 address = at.Rip;
        if (address == 0 || unwind(at) == end)
            return;
        // A return address is behind the call, which may be another line, or another function.
        if (trace.size < stack_trace::capacity)
            trace.frames[trace.size++] = static_cast<std::uintptr_t>(address - 1);
        else
            ++trace.left_out;
    }
}

} // namespace

// Named for the assembler.
extern "C" [[gnu::used]] EXCEPTION_DISPOSITION weft_trace_handler(const EXCEPTION_RECORD* exception,
                                                                  void* frame,
                                                                  const CONTEXT* context,
                                                                  const DISPATCHER_CONTEXT*) {
    if (exception->ExceptionCode == gnu_throw || exception->ExceptionCode == gnu_resume) {
        stack_trace& trace = *backend::self().unhandled;
        // NOLINTNEXTLINE(performance-no-int-to-ptr): that is how the runtime passes it.
        const auto& thrown =
            *reinterpret_cast<const _Unwind_Exception*>(exception->ExceptionInformation[0]);
        // Asked in the search, where a thread runs inside this one, it is that thread's trace.
        trace.foreign = (thrown.exception_class >> 8 & 0xFFFFFF) != cpp_language;
        if ((exception->ExceptionFlags & EXCEPTION_UNWIND) == 0)
            walk(*context, reinterpret_cast<ULONG64>(frame), trace);
    }
    return ExceptionContinueSearch;
}

// The frame with that handler. As it has nothing to destroy, the compiler gives it none of its own.
// Nothing may be inlined into it either, as its handlers would need another: so the assembly claims
// to change `run`, and the compiler cannot know what is called. A return to the function's end
// would not count as inside it, hence the instruction behind the call.
[[gnu::noinline]] void call_traced(detail::task& work) {
    void (*run)(detail::task&) = [](detail::task& given) { given.run(); };
    asm volatile(".seh_handler weft_trace_handler, @unwind, @except" : "+r"(run));
    run(work);
    asm volatile("nop");
}

} // namespace weft::host
