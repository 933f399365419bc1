// The frames of a throw, where exceptions unwind by the ARM EHABI, with GCC's unwinder (unwind.h of
// 32-bit ARM).
//
// As in itanium_trace.cpp, a frame with a personality routine of our own is asked in the search for
// a handler exactly when the thread's function handles the exception nowhere. Here the routine also
// unwinds its frame itself, and is asked to by whoever only looks at the stack.
#include <cstring>
#include <unwind.h>

#include "backend.hpp"
#include "host.hpp"

// What a frame without handlers is unwound by: its table, which the control block shows.
extern "C" _Unwind_Reason_Code __aeabi_unwind_cpp_pr0(_Unwind_State, _Unwind_Control_Block*,
                                                      _Unwind_Context*);

namespace weft::host {

namespace {

using personality = decltype(&__aeabi_unwind_cpp_pr0);
using word = _Unwind_Word;

constexpr auto looks_only = static_cast<_Unwind_State>(_US_VIRTUAL_UNWIND_FRAME | _US_FORCE_UNWIND);
constexpr int stack_pointer = 13;
constexpr int return_address = 14;
constexpr int instruction = 15;
constexpr int registers = 16;

/// Tables: go on at the return address, and pop registers 4 to 15.
_Unwind_EHT_Header return_only = 0x80B0B0B0;
_Unwind_EHT_Header pop_all = 0x808FFFB0;
constexpr int first_popped = 4;

/// What the unwinder's innermost function has at the top of its stack: the registers as the throw
/// has called it, behind two words.
struct entry {
    word before[2];
    word value[registers];
};

struct walk {
    stack_trace& trace;
    const _Unwind_Control_Block* exception;
    word end; ///< the stack pointer in the frame that it ends before
    bool entered = false;
};

// NOLINTBEGIN(performance-no-int-to-ptr): a context has pointers as numbers.

bool is_entry(word top, const walk& w) {
    if (top + sizeof(entry) > w.end)
        return false;
    const entry& found = *reinterpret_cast<const entry*>(top);
    return found.value[0] == reinterpret_cast<word>(w.exception) &&
           found.value[stack_pointer] == top + sizeof(entry) &&
           found.value[return_address] == found.value[instruction];
}

/// The walk begins in the unwinder itself, whose innermost function has no table to be unwound by:
/// its caller's registers are taken from where it has put them.
void leave_unwinder(_Unwind_Context* context, walk& w) {
    // A walk has its control block in this register.
    auto& block =
        *reinterpret_cast<_Unwind_Control_Block*>(_Unwind_GetGR(context, UNWIND_POINTER_REG));
    reinterpret_cast<personality>(block.unwinder_cache.reserved2)(looks_only, &block, context);
    const word top = _Unwind_GetGR(context, stack_pointer);
    w.entered = is_entry(top, w);
    if (w.entered)
        _Unwind_SetGR(context, stack_pointer,
                      top + offsetof(entry, value) + first_popped * sizeof(word));
    else
        _Unwind_SetGR(context, return_address, _Unwind_GetGR(context, instruction));
    // The walk unwinds the frame after this, which has been done.
    block.unwinder_cache.reserved2 = reinterpret_cast<word>(&__aeabi_unwind_cpp_pr0);
    block.pr_cache.ehtp = w.entered ? &pop_all : &return_only;
    block.pr_cache.additional = 1; // the table is one word
}

// NOLINTEND(performance-no-int-to-ptr)

_Unwind_Reason_Code add_frame(_Unwind_Context* context, void* argument) {
    walk& w = *static_cast<walk*>(argument);
    if (_Unwind_GetGR(context, stack_pointer) == w.end)
        return _URC_FAILURE; // ends the walk
    if (!w.entered)
        leave_unwinder(context, w);
    // A return address is behind the call, which may be another line, or another function.
    else if (w.trace.size < stack_trace::capacity)
        w.trace.frames[w.trace.size++] = _Unwind_GetIP(context) - 1;
    else
        ++w.trace.left_out;
    return _URC_OK;
}

} // namespace

// Named for the assembler, which is to find it without a symbol that other libraries see.
extern "C" [[gnu::used, gnu::visibility("hidden")]] _Unwind_Reason_Code
weft_trace_personality(_Unwind_State state, _Unwind_Control_Block* exception,
                       _Unwind_Context* context) {
    if (state != looks_only) {
        stack_trace& trace = *backend::self().unhandled;
        // The language, behind four letters of the compiler's.
        trace.foreign = std::memcmp(exception->exception_class + 4, "C++", 3) != 0;
        if (state == _US_VIRTUAL_UNWIND_FRAME) {
            trace.size = trace.left_out = 0;
            walk to_here{trace, exception, _Unwind_GetGR(context, stack_pointer)};
            _Unwind_Backtrace(add_frame, &to_here);
        }
    }
    return __gnu_unwind_frame(exception, context) == _URC_OK ? _URC_CONTINUE_UNWIND : _URC_FAILURE;
}

// The frame with that personality routine: itanium_trace.cpp says why it is written so.
void call_traced(detail::task& work) {
    asm volatile(".personality weft_trace_personality");
    work.run();
    asm volatile(""); // keeps the call from replacing this frame by its own
}

} // namespace weft::host
