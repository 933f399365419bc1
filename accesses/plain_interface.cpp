// What compilers call at each access to memory, and at the begin and end of each function.
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "memory.hpp"

using namespace weft::accesses;

namespace {

std::uintptr_t number(const volatile void* address) {
    return reinterpret_cast<std::uintptr_t>(address);
}

void see(const void* address, std::size_t size, bool writes, const void* place) {
    when_explored([&](memory& all, thread& me) {
        all.see(me, number(address), size, writes, number(place));
    });
}

} // namespace

// NOLINTBEGIN(bugprone-reserved-identifier, bugprone-macro-parentheses): the names are the
// compilers'. They come from macros, as no function can make a name.
#define WEFT_HERE __builtin_return_address(0)
#define WEFT_SEEN(name, size)                                                                      \
    void __tsan_##name##read##size(void* address) {                                                \
        see(address, size, false, WEFT_HERE);                                                      \
    }                                                                                              \
    void __tsan_##name##write##size(void* address) {                                               \
        see(address, size, true, WEFT_HERE);                                                       \
    }
#define WEFT_SEEN_BOTH(name, size)                                                                 \
    void __tsan_##name##read_write##size(void* address) {                                          \
        see(address, size, false, WEFT_HERE);                                                      \
        see(address, size, true, WEFT_HERE);                                                       \
    }
#define WEFT_SEEN_IN_ALL_SIZES(name)                                                               \
    WEFT_SEEN(name, 1) WEFT_SEEN(name, 2) WEFT_SEEN(name, 4) WEFT_SEEN(name, 8) WEFT_SEEN(name, 16)

extern "C" {

WEFT_SEEN_IN_ALL_SIZES()
WEFT_SEEN_IN_ALL_SIZES(unaligned_)
WEFT_SEEN_IN_ALL_SIZES(volatile_)
WEFT_SEEN_IN_ALL_SIZES(unaligned_volatile_)
WEFT_SEEN_BOTH(, 1)
WEFT_SEEN_BOTH(, 2)
WEFT_SEEN_BOTH(, 4)
WEFT_SEEN_BOTH(, 8)
WEFT_SEEN_BOTH(, 16)
WEFT_SEEN_BOTH(unaligned_, 2)
WEFT_SEEN_BOTH(unaligned_, 4)
WEFT_SEEN_BOTH(unaligned_, 8)
WEFT_SEEN_BOTH(unaligned_, 16)

void __tsan_read_range(void* address, std::size_t size) {
    see(address, size, false, WEFT_HERE);
}
void __tsan_write_range(void* address, std::size_t size) {
    see(address, size, true, WEFT_HERE);
}

// The C library's are seen themselves, if at all.
void* __tsan_memcpy(void* to, const void* from, std::size_t size) {
    return std::memcpy(to, from, size);
}
void* __tsan_memmove(void* to, const void* from, std::size_t size) {
    return std::memmove(to, from, size);
}
void* __tsan_memset(void* to, int value, std::size_t size) {
    return std::memset(to, value, size);
}

// The pointer to an object's virtual functions.
void __tsan_vptr_update(void** address, const void*) {
    see(address, sizeof *address, true, WEFT_HERE);
}
void __tsan_vptr_read(void** address) {
    see(address, sizeof *address, false, WEFT_HERE);
}

void __tsan_func_entry(void* called_from) {
    when_explored([&](memory&, thread& me) { me.in = me.in->to(number(called_from)); });
}
void __tsan_func_exit() {
    if (self != nullptr && self->in->caller != nullptr)
        self->in = self->in->caller;
}

void __tsan_acquire(void* object) {
    when_explored([&](memory& all, thread& me) { all.acquired(me, object); });
}
void __tsan_release(void* object) {
    when_explored([&](memory& all, thread& me) { all.releases(me, object); });
}

void __tsan_ignore_thread_begin() {}
void __tsan_ignore_thread_end() {}

} // extern "C"
// NOLINTEND(bugprone-reserved-identifier, bugprone-macro-parentheses)
