// longjmp out of handlers: what the thread blocks, and what it was waiting in, is as if they had
// returned.
#include <bit>
#include <csetjmp>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <unwind.h>

#include "c_library.hpp"
#include "own_code.hpp"
#include "signal_handlers.hpp"
#include "signal_masks.hpp"
#include "thread.hpp"
#include "weft/detail/attributes.hpp"

namespace weft::posix {

namespace {

using place = __jmp_buf_tag;
constinit c_library_function<void(place*, int)> next_jump("siglongjmp");

/// Early, as no handler may look for it.
WEFT_INITIALISED_EARLY const struct found {
    bool is_there = next_jump != nullptr;
} at_initialisation;

[[noreturn]] void go(place* to, int value) {
    next_jump(to, value);
    std::abort(); // it does not return
}

/// As the C library has it on x86-64: hidden by what each process has drawn.
std::uintptr_t stack_at(const place& to) noexcept {
    constexpr std::size_t stack_pointer = 6;
    std::uintptr_t key = 0;
    asm("mov %%fs:0x30, %0" : "=r"(key));
    return std::rotr(static_cast<std::uintptr_t>(to.__jmpbuf[stack_pointer]), 17) ^ key;
}

class signal_stack {
  public:
    signal_stack() { sigaltstack(nullptr, &stack_); }
    [[nodiscard]] bool has(std::uintptr_t address) const noexcept {
        return (stack_.ss_flags & SS_DISABLE) == 0 &&
               address - reinterpret_cast<std::uintptr_t>(stack_.ss_sp) <= stack_.ss_size;
    }

  private:
    stack_t stack_{};
};

/// The first frame of the program's beyond the wait: what weft had in it is destroyed.
_Unwind_Reason_Code at_frame(int, _Unwind_Action actions, _Unwind_Exception_Class,
                             _Unwind_Exception*, _Unwind_Context* frame, void* given) {
    jump& on = *static_cast<jump*>(given);
    const std::uintptr_t at = _Unwind_GetCFA(frame);
    const bool is_beyond = at > on.beyond && !is_in_weft(_Unwind_GetIP(frame));
    if (is_beyond || at >= stack_at(*on.to) || (actions & _UA_END_OF_STACK) != 0) {
        on.beyond = 0;
        go(on.to, on.value);
    }
    return _URC_NO_REASON;
}

[[noreturn]] void leave(place* to, int value) {
    if (first_receiver() == nullptr)
        go(to, value);
    thread& own = self();
    const handler_call* outermost = nullptr;
    jump& on = own.signals.leaving;
    on = {to, value, 0};
    if (own.signals.innermost != nullptr) {
        const signal_stack other;
        const std::uintptr_t target = stack_at(*to);
        for (handler_call* each = own.signals.innermost; each != nullptr; each = each->outer) {
            const auto at = reinterpret_cast<std::uintptr_t>(each);
            const bool is_left = other.has(at) == other.has(target) ? at < target : other.has(at);
            if (!is_left)
                break;
            outermost = each;
            if (!each->is_by_kernel)
                on.beyond = at;
        }
    }
    if (to->__mask_was_saved != 0) {
        signal_set saved = own.signals.blocked;
        if (own.signals.is_known && is_only_receiver(own))
            saved = signal_set::of(to->__saved_mask);
        else if (outermost != nullptr)
            saved = outermost->before;
        will_block(own, saved);
        to->__saved_mask = handler_ends().for_program();
        try_again_soon();
    }
    if (on.beyond != 0) {
        own.exits.exception = {};
        _Unwind_ForcedUnwind(&own.exits.exception, at_frame, &on);
    } else if (outermost != nullptr) {
        own.signals.innermost = outermost->outer;
        own.signals.wait = interruptible::never;
        own.signals.waits_for_handler = false;
    }
    go(to, value);
}

} // namespace

extern "C" {

// NOLINTBEGIN(bugprone-reserved-identifier): the C library's names.
[[noreturn]] void longjmp_here(place* to, int value) asm("longjmp");
void longjmp_here(place* to, int value) {
    leave(to, value);
}

[[noreturn]] void old_longjmp_here(place* to, int value) asm("_longjmp")
    __attribute__((alias("longjmp")));

[[noreturn]] void siglongjmp_here(place* to, int value) asm("siglongjmp")
    __attribute__((alias("longjmp")));

[[noreturn]] void checked_longjmp_here(place* to, int value) asm("__longjmp_chk")
    __attribute__((alias("longjmp")));
// NOLINTEND(bugprone-reserved-identifier)

} // extern "C"

} // namespace weft::posix
