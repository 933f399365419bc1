#include "exception_state.hpp"

#include <emscripten/emscripten.h>

// The runtime's variables are JavaScript's, so they are kept there.

EM_JS(int, weft_take_exceptions, (), {
    if (exceptionCaught.length === 0 && uncaughtExceptionCount === 0 && exceptionLast === 0)
        return 0;
    const kept = weft_take_exceptions.kept = weft_take_exceptions.kept || [null];
    const unused = kept.indexOf(undefined);
    const place = unused < 0 ? kept.length : unused;
    kept[place] = [ exceptionCaught, uncaughtExceptionCount, exceptionLast ];
    return place;
});

EM_JS(void, weft_put_exceptions, (int place), {
    [ exceptionCaught, uncaughtExceptionCount, exceptionLast ] =
        place === 0 ? [ [], 0, 0 ] : weft_take_exceptions.kept[place];
    if (place !== 0)
        weft_take_exceptions.kept[place] = undefined;
});

namespace weft::backend {

exception_state exception_state::taken() noexcept {
    exception_state state;
    state.place_ = weft_take_exceptions();
    return state;
}

void exception_state::put() const noexcept {
    weft_put_exceptions(place_);
}

} // namespace weft::backend
