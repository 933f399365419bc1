// Memory for a stack from the program's heap, where no system maps any.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace weft::backend {

template <std::size_t alignment>
struct free_heap_block {
    void operator()(char* memory) const { operator delete[](memory, std::align_val_t(alignment)); }
};

template <std::size_t alignment>
using heap_block = std::unique_ptr<char[], free_heap_block<alignment>>;

/// Null where the heap has no more.
template <std::size_t alignment>
heap_block<alignment> allocate_heap_block(std::size_t size) noexcept {
    return heap_block<alignment>(new (std::align_val_t(alignment), std::nothrow) char[size]);
}

} // namespace weft::backend
