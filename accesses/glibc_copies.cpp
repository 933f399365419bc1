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
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" void* __memcpy_chk(void* to, const void* from, std::size_t size, std::size_t room);
extern "C" void* __memmove_chk(void* to, const void* from, std::size_t size, std::size_t room);
extern "C" void* __memset_chk(void* to, int value, std::size_t size, std::size_t room);
// NOLINTEND(bugprone-reserved-identifier)

namespace {

constexpr auto any_room = static_cast<std::size_t>(-1);

// Volatile, as compilers know these, too, and would call what stands before them here.
constinit auto* volatile own_memcpy = __memcpy_chk;
constinit auto* volatile own_memmove = __memmove_chk;
constinit auto* volatile own_memset = __memset_chk;

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
    return own_memcpy(to, from, size, any_room);
}
extern "C" [[gnu::weak]] void* memmove(void* to, const void* from, std::size_t size) {
    see(from, size, false, __builtin_return_address(0));
    see(to, size, true, __builtin_return_address(0));
    return own_memmove(to, from, size, any_room);
}
extern "C" [[gnu::weak]] void* memset(void* to, int value, std::size_t size) {
    see(to, size, true, __builtin_return_address(0));
    return own_memset(to, value, size, any_room);
}
