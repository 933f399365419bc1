#include "context.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "overflow.hpp"

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's, and the C library's.
extern "C" {

// Asyncify replaces these. It leaves the functions alone that call them, and changes those that may
// be on the stack between: who calls the first two is its top, who calls the others its bottom.
[[clang::import_module("asyncify"), clang::import_name("start_unwind")]] void
weft_start_unwind(void* registers);
[[clang::import_module("asyncify"), clang::import_name("stop_rewind")]] void weft_stop_rewind();
[[clang::import_module("asyncify"), clang::import_name("stop_unwind")]] void weft_stop_unwind();
[[clang::import_module("asyncify"), clang::import_name("start_rewind")]] void
weft_start_rewind(void* registers);

void __wasm_call_ctors();
int __main_void();

} // extern "C"

namespace weft::backend {

namespace {

asm(".globaltype __stack_pointer, i32");

[[gnu::always_inline]] inline char* stack_pointer() {
    char* value = nullptr;
    asm volatile("global.get __stack_pointer\n\tlocal.set %0" : "=r"(value));
    return value;
}

[[gnu::always_inline]] inline void set_stack_pointer(char* value) {
    asm volatile("local.get %0\n\tglobal.set __stack_pointer" : : "r"(value));
}

/// How many words below a stack are looked at. Fewer are jumped over by frames that are used
/// in part.
constexpr std::size_t marks = 32;
constexpr std::uint32_t mark = 0x7374'616b; // no address, and no number that is frequent

void make_guard(char* lowest) {
    std::fill_n(reinterpret_cast<std::uint32_t*>(lowest) - marks, marks, mark);
}

constinit char* lowest_of_main = nullptr;
constinit char* highest_of_main = nullptr;
constinit void (*entry_of_main)(void*) = nullptr;

constinit context* left = nullptr;
constinit context* entered = nullptr;
constinit bool arrives = false;

} // namespace

std::error_code context::create(std::size_t size, void (*entry)(void*), void* argument) {
    const std::size_t rounded =
        ((size == 0 ? default_size : size) + alignment - 1) / alignment * alignment;
    memory_ = allocate_heap_block<alignment>(guard_size + rounded);
    if (memory_ == nullptr)
        return std::make_error_code(std::errc::not_enough_memory);
    lowest_ = memory_.get() + guard_size;
    size_ = rounded;
    entry_ = entry;
    argument_ = argument;
    begin_anew();
    return {};
}

bool context::begin_anew() {
    make_guard(lowest_);
    stack_pointer_ = lowest_ + size_;
    has_begun_ = false;
    return true;
}

bool context::has_overflowed() const {
    const auto* const end = reinterpret_cast<const std::uint32_t*>(lowest_);
    return stack_pointer_ < lowest_ ||
           !std::all_of(end - marks, end, [](std::uint32_t word) { return word == mark; });
}

/// The top of each stack that is left. Nothing that is called until it has returned, and until the
/// loop has control, may be among what Asyncify changes.
void context::leave_or_arrive() {
    if (arrives) {
        arrives = false;
        weft_stop_rewind();
    } else {
        weft_start_unwind(&left->registers_);
    }
}

void context::switch_to(context& next) noexcept {
    if (lowest_ == nullptr) {
        lowest_ = lowest_of_main;
        size_ = static_cast<std::size_t>(highest_of_main - lowest_of_main);
        entry_ = entry_of_main;
        has_begun_ = true;
    }
    stack_pointer_ = stack_pointer();
    if (has_overflowed()) [[unlikely]] {
        set_stack_pointer(lowest_ + size_);
        overflowed(argument_);
    }
    registers_ = {lowest_, stack_pointer_};
    left = this;
    entered = &next;
    // Where an optimiser puts it in here, Asyncify leaves this function alone.
    void (*volatile const leave)() = leave_or_arrive;
    leave();
}

void context::run(void (*program)(void*)) {
    highest_of_main = stack_pointer();
    // From the first address on, but for what a compiler takes for null.
    lowest_of_main = reinterpret_cast<char*>(alignment + guard_size);
    make_guard(lowest_of_main);
    entry_of_main = program;
    void* argument = nullptr;
    for (;;) {
        // Where an optimiser knows that it never returns, it drops the loop.
        void (*volatile const called)(void*) = program;
        called(argument);
        if (left->registers_.next > left->registers_.end) [[unlikely]] {
            left->registers_.next = left->registers_.end;
            weft_stop_unwind();
            set_stack_pointer(left->lowest_ + left->size_);
            overflowed(left->argument_);
        }
        weft_stop_unwind();
        set_stack_pointer(entered->stack_pointer_);
        arrives = entered->has_begun_;
        if (arrives)
            weft_start_rewind(&entered->registers_);
        entered->has_begun_ = true;
        program = entered->entry_;
        argument = entered->argument_;
    }
}

namespace {

void run_main(void*) {
    __wasm_call_ctors();
    std::exit(__main_void()); // NOLINT(concurrency-mt-unsafe): there is one thread
}

} // namespace

} // namespace weft::backend

/// Where a program begins, in place of the C library's. What initialises it may switch, too.
extern "C" [[clang::export_name("_start")]] void _start() {
    weft::backend::context::run(weft::backend::run_main);
}
// NOLINTEND(bugprone-reserved-identifier)
