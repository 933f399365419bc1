// Futexes that programs wait on themselves, by the C library's `syscall`.
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <ctime>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "boundary.hpp"
#include "futex.hpp"
#include "moments.hpp"
#include "scheduler.hpp"
#include "system_call.hpp"
#include "wait_queues.hpp"
#include "word_waits.hpp"

namespace weft::posix {

namespace {

/// Of a FUTEX_WAIT_BITSET's moment on the clock that parking is measured by.
deadline_t deadline_of(const timespec& moment, clockid_t clock) {
    timespec at{};
    clock_gettime(clock, &at);
    return deadline_in((duration_of(moment) - duration_of(at)).count(), now());
}

/// Returns how many were moved.
std::uint32_t move(const std::uint32_t* from, const std::uint32_t* to,
                   std::uint32_t count) noexcept {
    std::uint32_t moved = 0;
    while (from != to && moved < count) {
        backend::stack_thread* const waiting = backend::take_waiting(from);
        if (waiting == nullptr)
            break;
        waiting->word = to;
        backend::add_waiting(*waiting);
        ++moved;
    }
    return moved;
}

} // namespace

long call_futex(const system_call& call) {
    auto* const word = reinterpret_cast<std::uint32_t*>(call.arguments[0]);
    const auto operation = static_cast<int>(call.arguments[1]);
    const auto value = static_cast<std::uint32_t>(call.arguments[2]);
    const auto* const time = reinterpret_cast<const timespec*>(call.arguments[3]);
    const auto second_value = static_cast<std::uint32_t>(call.arguments[3]);
    const auto* const second_word = reinterpret_cast<const std::uint32_t*>(call.arguments[4]);
    const auto bits = static_cast<std::uint32_t>(call.arguments[5]);
    const clockid_t clock =
        (operation & FUTEX_CLOCK_REALTIME) != 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC;
    const auto waits_until = [&](auto deadline) {
        return answer_by_errno([&] {
            if (time != nullptr && !is_valid(*time))
                return EINVAL;
            return wait_on_word(word, value, time == nullptr ? forever : deadline());
        });
    };
    switch (operation & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
        return waits_until([&] { return deadline_in(duration_of(*time).count(), now()); });
    case FUTEX_WAIT_BITSET:
        if (bits != FUTEX_BITSET_MATCH_ANY)
            return refused_with(ENOSYS);
        return waits_until([&] { return deadline_of(*time, clock); });
    case FUTEX_WAKE_BITSET:
        if (bits != FUTEX_BITSET_MATCH_ANY)
            return refused_with(ENOSYS);
        [[fallthrough]];
    case FUTEX_WAKE:
        return wake_word(word, value);
    case FUTEX_CMP_REQUEUE:
        if (__atomic_load_n(word, __ATOMIC_SEQ_CST) != bits)
            return refused_with(EAGAIN);
        [[fallthrough]];
    case FUTEX_REQUEUE: {
        const std::uint32_t woken = wake_word(word, value);
        return woken + move(word, second_word, second_value);
    }
    default:
        return refused_with(ENOSYS);
    }
}

extern "C" {

long syscall_here(long number, ...) asm("syscall");
long syscall_here(long number, ...) {
    system_call call{number, {}};
    va_list given;
    va_start(given, number);
    for (long& each : call.arguments)
        each = va_arg(given, long);
    va_end(given);
    return number == SYS_futex ? call_futex(call) : call_system(call);
}

} // extern "C"

} // namespace weft::posix
