#include "main_result.hpp"

#include <cstdlib>
#include <emscripten/emscripten.h>

EM_JS(void, weft_exit_when_main_returns, (), {
    if (weft_exit_when_main_returns.done)
        return;
    weft_exit_when_main_returns.done = true;
    const resume = Asyncify.doRewind;
    const { main, weft_call_exit_handlers } = Module['asm'];
    let status;
    Asyncify.doRewind = stack => {
        const resumed = Asyncify.getDataRewindFunc(stack);
        const result = resume(stack);
        const has_returned = () => !Asyncify.currData;
        if (has_returned() && resumed === main) {
            status = result;
            weft_call_exit_handlers();
        }
        if (has_returned() && [main, weft_call_exit_handlers].includes(resumed))
            exit(status, /* implicit */ true);
        return result;
    };
});

// Nothing is pushed in a program that is linked without -sEXIT_RUNTIME.
EM_JS(void, weft_enter_stack, (), {
    if (runtimeKeepaliveCounter > 0)
        runtimeKeepalivePop();
});

EM_JS(void, weft_exit, (int status), { exit(status); });

extern "C" {

/// The C library's, in a program that is linked with -sEXIT_RUNTIME.
[[gnu::weak]] void __funcs_on_exit();

EMSCRIPTEN_KEEPALIVE void weft_call_exit_handlers() {
    if (__funcs_on_exit != nullptr)
        __funcs_on_exit();
}

/// Instead of Emscripten's, whose JavaScript calls the handlers, so that none can switch.
void exit(int status) {
    weft_call_exit_handlers();
    weft_exit(status);
    __builtin_unreachable();
}

} // extern "C"

namespace weft::backend {

void exit_when_main_returns() noexcept {
    weft_exit_when_main_returns();
}

void enter_stack() noexcept {
    weft_enter_stack();
}

} // namespace weft::backend
