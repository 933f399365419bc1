// Memory that is given back, and serves again, is another object's: accesses to the two do not
// race.
#include <cstdlib>
#include <malloc.h>
#include <new>

#include "c_library.hpp"
#include "memory.hpp"

using weft::accesses::memory;
using weft::accesses::thread;
using weft::accesses::when_explored;

// NOLINTBEGIN(bugprone-reserved-identifier): the C library's names, for who stands before it.
extern "C" void __libc_free(void* object);
extern "C" void* __libc_realloc(void* object, std::size_t size);
// NOLINTEND(bugprone-reserved-identifier)

namespace {

std::uintptr_t number(const void* address) {
    return reinterpret_cast<std::uintptr_t>(address);
}

void forget(void* object) {
    when_explored([&](memory& all, thread&) {
        if (object != nullptr)
            all.freed(number(object), malloc_usable_size(object));
    });
}

void give_back(void* object, const void* place) {
    when_explored([&](memory& all, thread& me) {
        if (object != nullptr)
            all.deleted(me, number(object), malloc_usable_size(object), number(place));
    });
    std::free(object);
}

} // namespace

void weft::accesses::watch_c_library() {
    watch_copies();
}

extern "C" [[gnu::weak]] void free(void* object) {
    forget(object);
    __libc_free(object);
}
extern "C" [[gnu::weak]] void* realloc(void* object, std::size_t size) {
    forget(object);
    return __libc_realloc(object, size);
}

// The C++ library's own `operator new` stays. Weak, for programs that have their own.
// NOLINTBEGIN(misc-new-delete-overloads)
[[gnu::weak]] void operator delete(void* object) noexcept {
    give_back(object, __builtin_return_address(0));
}
[[gnu::weak]] void operator delete(void* object, std::size_t) noexcept {
    give_back(object, __builtin_return_address(0));
}
[[gnu::weak]] void operator delete[](void* object) noexcept {
    give_back(object, __builtin_return_address(0));
}
[[gnu::weak]] void operator delete[](void* object, std::size_t) noexcept {
    give_back(object, __builtin_return_address(0));
}
[[gnu::weak]] void operator delete(void* object, std::align_val_t) noexcept {
    give_back(object, __builtin_return_address(0));
}
[[gnu::weak]] void operator delete(void* object, std::size_t, std::align_val_t) noexcept {
    give_back(object, __builtin_return_address(0));
}
[[gnu::weak]] void operator delete[](void* object, std::align_val_t) noexcept {
    give_back(object, __builtin_return_address(0));
}
[[gnu::weak]] void operator delete[](void* object, std::size_t, std::align_val_t) noexcept {
    give_back(object, __builtin_return_address(0));
}
// NOLINTEND(misc-new-delete-overloads)
