// Values of which each thread has its own.
#include <algorithm>
#include <cerrno>
#include <climits>
#include <memory>
#include <pthread.h>
#include <utility>
#include <vector>

#include "boundary.hpp"
#include "thread.hpp"

namespace weft::posix {

namespace {

struct key {
    bool exists = false;
    void (*destroy)(void*) = nullptr;
};

/// Never destroyed, as threads may go on while the process ends.
std::vector<key>& keys() {
    static auto& all = *new std::vector<key>(PTHREAD_KEYS_MAX);
    return all;
}

bool exists(pthread_key_t which) {
    return which < keys().size() && keys()[which].exists;
}

/// With room for this key's. Throws std::bad_alloc.
void grow(key_values& values, pthread_key_t key) {
    const std::size_t size = std::max(2 * values.size, std::size_t{key} + 1);
    auto larger = std::make_unique<const void*[]>(size);
    std::copy_n(values.all.get(), values.size, larger.get());
    values.all = std::move(larger);
    values.size = size;
}

} // namespace

void destroy_values(thread& which) noexcept {
    bool was_any = true;
    for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS && was_any; ++round) {
        was_any = false;
        for (pthread_key_t each = 0; each < which.values.size; ++each) {
            auto* const destroy = keys()[each].destroy;
            if (which.values.all[each] == nullptr || destroy == nullptr)
                continue;
            was_any = true;
            destroy(const_cast<void*>(std::exchange(which.values.all[each], nullptr)));
        }
    }
}

extern "C" {

int pthread_key_create(pthread_key_t* made, void (*destroy)(void*)) {
    for (pthread_key_t each = 0; each < keys().size(); ++each) {
        if (!keys()[each].exists) {
            keys()[each] = {true, destroy};
            *made = each;
            return 0;
        }
    }
    return EAGAIN;
}

int pthread_key_delete(pthread_key_t given) {
    if (!exists(given))
        return EINVAL;
    keys()[given] = {};
    forget_values(given);
    return 0;
}

void* pthread_getspecific(pthread_key_t given) {
    const auto& values = self().values;
    return given < values.size ? const_cast<void*>(values.all[given]) : nullptr;
}

int pthread_setspecific(pthread_key_t given, const void* value) {
    if (!exists(given))
        return EINVAL;
    return answer_of([&] {
        auto& values = self().values;
        if (given >= values.size)
            grow(values, given);
        values.all[given] = value;
        return 0;
    });
}

// The names that old binaries have.

int old_key_create_here(pthread_key_t*, void (*)(void*)) noexcept asm("__pthread_key_create")
    __attribute__((alias("pthread_key_create")));
void* old_getspecific_here(pthread_key_t) noexcept asm("__pthread_getspecific")
    __attribute__((alias("pthread_getspecific")));
int old_setspecific_here(pthread_key_t, const void*) noexcept asm("__pthread_setspecific")
    __attribute__((alias("pthread_setspecific")));

} // extern "C"

} // namespace weft::posix
