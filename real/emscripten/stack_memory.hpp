// Whether there is memory for a thread's stack. Emscripten's pthread_create does not look: it would
// take the lowest addresses for the stack, where the program has its data.
#pragma once

#include <cstdlib>
#include <emscripten/emmalloc.h>
#include <pthread.h>

namespace weft::backend {

inline bool has_stack_memory(const pthread_attr_t& attributes) {
    std::size_t size = 0;
    pthread_attr_getstacksize(&attributes, &size);
    // Not malloc, which a compiler leaves out where nothing uses the memory.
    void* const memory = emscripten_builtin_malloc(size);
    std::free(memory);
    return memory != nullptr;
}

} // namespace weft::backend
