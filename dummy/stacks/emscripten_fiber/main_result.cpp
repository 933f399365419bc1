#include "main_result.hpp"

#include <emscripten/emscripten.h>

EM_JS(void, weft_exit_when_main_returns, (), {
    if (weft_exit_when_main_returns.done)
        return;
    weft_exit_when_main_returns.done = true;
    const resume = Asyncify.doRewind;
    Asyncify.doRewind = stack => {
        const is_main = Asyncify.getDataRewindFunc(stack) === Module['asm']['main'];
        const result = resume(stack);
        const has_returned = !Asyncify.currData;
        if (has_returned && is_main)
            exit(result, /* implicit */ true);
        return result;
    };
});

// Nothing is pushed in a program that is linked without -sEXIT_RUNTIME.
EM_JS(void, weft_enter_stack, (), {
    if (runtimeKeepaliveCounter > 0)
        runtimeKeepalivePop();
});

namespace weft::backend {

void exit_when_main_returns() noexcept {
    weft_exit_when_main_returns();
}

void enter_stack() noexcept {
    weft_enter_stack();
}

} // namespace weft::backend
