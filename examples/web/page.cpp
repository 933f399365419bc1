// The picture on a page. Its script draws what it is given, and its button calls `cancel_picture`.
#include <emscripten/emscripten.h>

#include "display.hpp"

EM_JS(void, draw, (int left, int top, int width, int height, const void* colours), {
    Module['draw'](left, top, width, height, HEAPU8.subarray(colours, colours + 3 * width * height));
});

void show(const tile& ready) {
    draw(ready.left, ready.top, ready.width, ready.height, ready.colours.data());
}

extern "C" EMSCRIPTEN_KEEPALIVE void cancel_picture() {
    cancel();
}
