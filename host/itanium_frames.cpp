// The frames of the running function, where stacks unwind by the Itanium C++ ABI.
#include <unwind.h>

#include "host.hpp"

namespace weft::host {

namespace {

_Unwind_Reason_Code add_frame(_Unwind_Context* context, void* to) {
    stack_trace& trace = *static_cast<stack_trace*>(to);
    int before_instruction = 0;
    const std::uintptr_t at = _Unwind_GetIPInfo(context, &before_instruction);
    if (at == 0 || trace.size == stack_trace::capacity)
        return _URC_END_OF_STACK;
    // A return address is behind the call, which may be another line, or another function.
    trace.frames[trace.size++] = before_instruction != 0 ? at : at - 1;
    return _URC_NO_REASON;
}

} // namespace

stack_trace running_frames() {
    stack_trace trace;
    _Unwind_Backtrace(add_frame, &trace);
    return trace;
}

} // namespace weft::host
