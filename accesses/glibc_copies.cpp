// What the C library copies and fills for code that is compiled with the flag, and for the C++
// library. Not where a compiler has made such a call of something else with a known size.
#include <cstddef>
#include <cstdint>

#include "c_library.hpp"
#include "memory.hpp"

using weft::accesses::memory;
using weft::accesses::thread;
using weft::accesses::when_explored;

// The C library's own, by other names: these check the size of what is written, which is not known.
// The labels keep compilers from taking them for what stands before them here.
extern "C" void* weft_own_memcpy(void* to, const void* from, std::size_t size,
                                 std::size_t room) __asm__("__memcpy_chk");
extern "C" void* weft_own_memmove(void* to, const void* from, std::size_t size,
                                  std::size_t room) __asm__("__memmove_chk");
extern "C" void* weft_own_memset(void* to, int value, std::size_t size,
                                 std::size_t room) __asm__("__memset_chk");

namespace {

constexpr auto any_room = static_cast<std::size_t>(-1);

void see(const void* address, std::size_t size, bool writes, const void* place) {
    if (size == 0)
        return;
    when_explored([&](memory& all, thread& me) {
        all.see(me, reinterpret_cast<std::uintptr_t>(address), size, writes,
                reinterpret_cast<std::uintptr_t>(place));
    });
}

} // namespace

void weft::accesses::watch_copies() {}

extern "C" [[gnu::weak]] void* memcpy(void* to, const void* from, std::size_t size) {
    see(from, size, false, __builtin_return_address(0));
    see(to, size, true, __builtin_return_address(0));
    return weft_own_memcpy(to, from, size, any_room);
}
extern "C" [[gnu::weak]] void* memmove(void* to, const void* from, std::size_t size) {
    see(from, size, false, __builtin_return_address(0));
    see(to, size, true, __builtin_return_address(0));
    return weft_own_memmove(to, from, size, any_room);
}
extern "C" [[gnu::weak]] void* memset(void* to, int value, std::size_t size) {
    see(to, size, true, __builtin_return_address(0));
    return weft_own_memset(to, value, size, any_room);
}
