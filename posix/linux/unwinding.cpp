#include "ending.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "boundary.hpp"
#include "signals.hpp"
#include "thread_storage.hpp"

namespace weft::posix {

namespace {

/// What `pthread_cleanup_push` has in its frame, as glibc's header has it.
__pthread_unwind_buf_t*& next_of(__pthread_unwind_buf_t& handler) noexcept {
    return *reinterpret_cast<__pthread_unwind_buf_t**>(&handler.__pad[0]);
}

bool is_left(const void* frame, _Unwind_Context& by) noexcept {
    return _Unwind_GetCFA(&by) > reinterpret_cast<std::uintptr_t>(frame);
}

/// For each frame: goes to the handlers of C's that are in it, and to the end when there is none
/// left.
_Unwind_Reason_Code at_frame(int, _Unwind_Action actions, _Unwind_Exception_Class,
                             _Unwind_Exception*, _Unwind_Context* frame, void* unwound) {
    auto& exits = static_cast<thread*>(unwound)->exits;
    const bool is_last = (actions & _UA_END_OF_STACK) != 0;
    while (exits.buffers != nullptr && (is_last || is_left(exits.buffers, *frame))) {
        const _pthread_cleanup_buffer& newest = *exits.buffers;
        exits.buffers = newest.__prev;
        newest.__routine(newest.__arg);
    }
    if (exits.handlers != nullptr && (is_last || is_left(exits.handlers, *frame)))
        std::longjmp(
            static_cast<__jmp_buf_tag*>(static_cast<void*>(exits.handlers->__cancel_jmp_buf)), 1);
    if (exits.from != nullptr && is_left(exits.from, *frame))
        std::longjmp(exits.end, 1);
    if (is_last) {
        backend::thread_storage::destroy_objects();
        outlive_main();
    }
    return _URC_NO_REASON;
}

void end_caught(_Unwind_Reason_Code, _Unwind_Exception*) {
    std::fputs("weft: the end of a thread was caught, and not thrown on\n", stderr);
    std::abort();
}

[[noreturn]] void unwind(thread& which) {
    which.exits.exception = {};
    which.exits.exception.exception_cleanup = end_caught;
    _Unwind_ForcedUnwind(&which.exits.exception, at_frame, &which);
    std::abort(); // a frame has no tables
}

} // namespace

void call_until_end(thread& which) {
    which.exits.from = __builtin_frame_address(0);
    if (setjmp(which.exits.end) == 0) { // NOLINT(cert-err52-cpp): nothing is skipped
        run_handlers();                 // of what was sent before it began
        which.result = which.function(which.argument);
    }
}

void end_thread(thread& own, void* result) {
    own.cancelled.is_over = true;
    own.result = result;
    unwind(own);
}

extern "C" {

void __pthread_register_cancel(__pthread_unwind_buf_t* handler) {
    next_of(*handler) = self().exits.handlers;
    self().exits.handlers = handler;
}

void __pthread_unregister_cancel(__pthread_unwind_buf_t* handler) {
    self().exits.handlers = next_of(*handler);
}

void __pthread_register_cancel_defer(__pthread_unwind_buf_t* handler) {
    __pthread_register_cancel(handler);
    int type = 0;
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type);
    std::memcpy(&handler->__pad[1], &type, sizeof type);
}

void __pthread_unregister_cancel_restore(__pthread_unwind_buf_t* handler) {
    __pthread_unregister_cancel(handler);
    int type = 0;
    std::memcpy(&type, &handler->__pad[1], sizeof type);
    pthread_setcanceltype(type, nullptr);
}

void _pthread_cleanup_push(_pthread_cleanup_buffer* made, void (*handler)(void*), void* argument) {
    *made = {handler, argument, 0, self().exits.buffers};
    self().exits.buffers = made;
}

void _pthread_cleanup_pop(_pthread_cleanup_buffer* newest, int is_called) {
    self().exits.buffers = newest->__prev;
    if (is_called != 0)
        newest->__routine(newest->__arg);
}

void _pthread_cleanup_push_defer(_pthread_cleanup_buffer* made, void (*handler)(void*),
                                 void* argument) {
    _pthread_cleanup_push(made, handler, argument);
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &made->__canceltype);
}

void _pthread_cleanup_pop_restore(_pthread_cleanup_buffer* newest, int is_called) {
    _pthread_cleanup_pop(newest, 0);
    pthread_setcanceltype(newest->__canceltype, nullptr);
    if (is_called != 0)
        newest->__routine(newest->__arg);
}

void __pthread_unwind_next(__pthread_unwind_buf_t* handler) {
    self().exits.handlers = next_of(*handler);
    unwind(self());
}

} // extern "C"

} // namespace weft::posix
