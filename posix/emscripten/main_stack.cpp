// Where the main thread's stack is, as the linker has placed it.
#include <emscripten/stack.h>

#include "attributes.hpp"

int weft::posix::tell_stack_of_main(thread_attributes& all) noexcept {
    all.stack = reinterpret_cast<void*>(emscripten_stack_get_end());
    all.stack_size = emscripten_stack_get_base() - emscripten_stack_get_end();
    return 0;
}
