// The frames of a throw, where exceptions unwind by the Itanium C++ ABI (level I: unwind.h).
//
// A throw walks the stack twice: in search of a handler, with nothing unwound yet, and again to run
// the destructors up to it. Each frame's personality routine is asked both times. So a frame with a
// routine of our own, between the thread's function and the handler that reports, is asked in the
// search exactly when the function handles the exception nowhere, and finds the stack whole.
#include <unwind.h>

#include "backend.hpp"
#include "host.hpp"

namespace weft::host {

namespace {

/// The language of an exception, as its class has it, whatever compiler threw it.
constexpr _Unwind_Exception_Class cpp_language = 'C' << 16 | '+' << 8 | '+';

struct walk {
    stack_trace& trace;
    _Unwind_Word end; ///< the frame that it ends before
};

_Unwind_Reason_Code add_frame(_Unwind_Context* context, void* argument) {
    const walk& w = *static_cast<walk*>(argument);
    if (_Unwind_GetCFA(context) == w.end)
        return _URC_END_OF_STACK;
    int before_instruction = 0;
    const std::uintptr_t at = _Unwind_GetIPInfo(context, &before_instruction);
    // A return address is behind the call, which may be another line, or another function.
    if (w.trace.size < stack_trace::capacity)
        w.trace.frames[w.trace.size++] = before_instruction != 0 ? at : at - 1;
    else
        ++w.trace.left_out;
    return _URC_NO_REASON;
}

} // namespace

// Named for the assembler: with the underscore that some systems put before C's names, on all. The
// file is compiled so that other libraries do not see it.
extern "C" _Unwind_Reason_Code
weft_trace_personality(int, _Unwind_Action, _Unwind_Exception_Class, _Unwind_Exception*,
                       _Unwind_Context*) asm("_weft_trace_personality");

extern "C" [[gnu::used]] _Unwind_Reason_Code
weft_trace_personality(int, _Unwind_Action actions, _Unwind_Exception_Class exception_class,
                       _Unwind_Exception*, _Unwind_Context* context) {
    stack_trace& trace = *backend::self().unhandled;
    trace.foreign = (exception_class >> 8 & 0xFFFFFF) != cpp_language;
    if ((actions & _UA_SEARCH_PHASE) != 0) {
        trace.size = trace.left_out = 0;
        walk to_here{trace, _Unwind_GetCFA(context)};
        _Unwind_Backtrace(add_frame, &to_here);
    }
    return _URC_CONTINUE_UNWIND;
}

// The frame with that personality routine. As it has nothing to destroy, the compiler gives it none
// of its own; a sanitizer would, so this file is built without. Nor may it be inlined, or anything
// into it, as handlers would need another routine: so it is built without link-time optimisation,
// too. 0x1b: the routine is given relative to its place in the table, in 32 bits.
void call_traced(detail::task& work) {
    asm volatile(".cfi_personality 0x1b, _weft_trace_personality");
    work.run();
    asm volatile(""); // keeps the call from replacing this frame by its own
}

} // namespace weft::host
