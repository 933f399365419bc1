#include "shadow.hpp"

#include <new>
#include <sys/mman.h>

namespace weft::accesses {

/// Not from the program's own heap, where the next objects would lie behind it: on pages that need
/// shadows of their own.
shadow::page& shadow::find(std::uintptr_t number) {
    page*& found = pages_[number];
    if (found != nullptr)
        return *found;
    if (count_free_ == 0) {
        constexpr std::size_t pages = 64;
        void* more = mmap(nullptr, pages * sizeof(page), PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (more == MAP_FAILED)
            more = ::operator new(pages * sizeof(page));
        free_ = static_cast<page*>(more);
        count_free_ = pages;
    }
    --count_free_;
    return *(found = ::new (static_cast<void*>(free_++)) page);
}

} // namespace weft::accesses
