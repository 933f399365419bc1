// Sleeping where JavaScript may block: in node, and in a worker. On a page, time passes.
#include <algorithm>
#include <emscripten/emscripten.h>

#include "sleep.hpp"
#include "word.hpp"

EM_JS(void, weft_sleep, (double milliseconds), {
    try {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
    } catch (not_allowed) {
    }
});

namespace weft::backend {

void sleep_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline) {
    constexpr double millisecond = 1'000'000;
    // Nothing can change the word meanwhile.
    if (load(word) == expected)
        weft_sleep(static_cast<double>(std::max<deadline_t>(deadline - now(), 0)) / millisecond);
}

void wake_sleeper(const std::uint32_t&) noexcept {}

} // namespace weft::backend
