// What compilers call for each atomic operation.
#include <cstdint>
#include <type_traits>

#include "memory.hpp"

using namespace weft::accesses;

namespace {

__extension__ using uint128 = unsigned __int128;

std::uintptr_t number(const volatile void* address) {
    return reinterpret_cast<std::uintptr_t>(address);
}

order order_of(int given) {
    return static_cast<order>(given & 0xFF); // without what is for transactional memory
}

// Where nothing is explored, there may be real threads, of another library; not of 16 bytes, which
// would take libatomic.

template <class T>
T loaded(const volatile T* object, order how, const void* place) {
    if (self == nullptr) {
        if constexpr (sizeof(T) <= sizeof(std::uint64_t))
            return __atomic_load_n(object, __ATOMIC_SEQ_CST);
        return *object;
    }
    T read{};
    when_explored([&](memory& all, thread& me) {
        all.see_atomic(me, number(object), sizeof(T), false, number(place));
        read = static_cast<T>(all.load(me, all.held_by(number(object), *object), how));
    });
    return read;
}

template <class T>
void stored(volatile T* object, T value, order how, const void* place) {
    if (self == nullptr) {
        if constexpr (sizeof(T) <= sizeof(std::uint64_t))
            return __atomic_store_n(object, value, __ATOMIC_SEQ_CST);
        *object = value;
        return;
    }
    when_explored([&](memory& all, thread& me) {
        all.see_atomic(me, number(object), sizeof(T), true, number(place));
        all.store(me, all.held_by(number(object), *object), value, how);
        *object = value;
    });
}

template <class T>
bool replaced(volatile T* object, T& expected, T value, order how, order otherwise,
              const void* place) {
    if (self == nullptr) {
        if constexpr (sizeof(T) <= sizeof(std::uint64_t))
            return __atomic_compare_exchange_n(object, &expected, value, false, __ATOMIC_SEQ_CST,
                                               __ATOMIC_SEQ_CST);
    }
    const T wanted = expected;
    expected = *object;
    if (self == nullptr && expected == wanted)
        *object = value;
    when_explored([&](memory& all, thread& me) {
        all.see_atomic(me, number(object), sizeof(T), true, number(place));
        expected = *object;
        stores& held = all.held_by(number(object), expected);
        if (expected != wanted)
            return all.fail_to_exchange(me, held, otherwise);
        all.exchange(me, held, value, how);
        *object = value;
    });
    return expected == wanted;
}

/// Has the object hold what `change` makes of its value, which is returned.
template <class T, class Change>
T exchanged(volatile T* object, order how, const void* place, Change change) {
    T before{};
    if (self == nullptr) {
        before = loaded(object, how, place);
        while (!replaced(object, before, change(before), how, how, place)) {
        }
        return before;
    }
    when_explored([&](memory& all, thread& me) {
        all.see_atomic(me, number(object), sizeof(T), true, number(place));
        before = *object;
        const T after = change(before);
        all.exchange(me, all.held_by(number(object), before), after, how);
        *object = after;
    });
    return before;
}

} // namespace

// NOLINTBEGIN(bugprone-reserved-identifier, bugprone-macro-parentheses): the names are the
// compilers'. They come from macros, as no function can make a name.
#define WEFT_HERE __builtin_return_address(0)
#define WEFT_CHANGED(T, bits, name, result)                                                        \
    T __tsan_atomic##bits##_##name(volatile T* object, T value, int how) {                         \
        return exchanged(object, order_of(how), WEFT_HERE,                                         \
                         [value](T before) { return static_cast<T>(result); });                    \
    }
#define WEFT_ATOMIC(T, bits)                                                                       \
    T __tsan_atomic##bits##_load(const volatile T* object, int how) {                              \
        return loaded(object, order_of(how), WEFT_HERE);                                           \
    }                                                                                              \
    void __tsan_atomic##bits##_store(volatile T* object, T value, int how) {                       \
        stored(object, value, order_of(how), WEFT_HERE);                                           \
    }                                                                                              \
    T __tsan_atomic##bits##_exchange(volatile T* object, T value, int how) {                       \
        return exchanged(object, order_of(how), WEFT_HERE, [value](T) { return value; });          \
    }                                                                                              \
    WEFT_CHANGED(T, bits, fetch_add, before + value)                                               \
    WEFT_CHANGED(T, bits, fetch_sub, before - value)                                               \
    WEFT_CHANGED(T, bits, fetch_and, before& value)                                                \
    WEFT_CHANGED(T, bits, fetch_or, before | value)                                                \
    WEFT_CHANGED(T, bits, fetch_xor, before ^ value)                                               \
    WEFT_CHANGED(T, bits, fetch_nand, ~(before & value))                                           \
    int __tsan_atomic##bits##_compare_exchange_strong(volatile T* object, T* expected, T value,    \
                                                      int how, int otherwise) {                    \
        return replaced(object, *expected, value, order_of(how), order_of(otherwise), WEFT_HERE);  \
    }                                                                                              \
    int __tsan_atomic##bits##_compare_exchange_weak(volatile T* object, T* expected, T value,      \
                                                    int how, int otherwise) {                      \
        return replaced(object, *expected, value, order_of(how), order_of(otherwise), WEFT_HERE);  \
    }                                                                                              \
    T __tsan_atomic##bits##_compare_exchange_val(volatile T* object, T expected, T value, int how, \
                                                 int otherwise) {                                  \
        replaced(object, expected, value, order_of(how), order_of(otherwise), WEFT_HERE);          \
        return expected;                                                                           \
    }

extern "C" {

WEFT_ATOMIC(std::uint8_t, 8)
WEFT_ATOMIC(std::uint16_t, 16)
WEFT_ATOMIC(std::uint32_t, 32)
WEFT_ATOMIC(std::uint64_t, 64)
WEFT_ATOMIC(uint128, 128)

void __tsan_atomic_thread_fence(int how) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    when_explored([&](memory& all, thread& me) { all.fence(me, order_of(how)); });
}
void __tsan_atomic_signal_fence(int) {
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

} // extern "C"
// NOLINTEND(bugprone-reserved-identifier, bugprone-macro-parentheses)
