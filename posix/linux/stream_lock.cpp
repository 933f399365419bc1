#include "stream_lock.hpp"

#include <cstdarg>
#include <map>
#include <memory>
#include <utility>

#include "boundary.hpp"
#include "c_library.hpp"
#include "host.hpp"

namespace weft::posix {

constinit unsigned held_streams = 0;

namespace {

struct held_stream {
    detail::recursive_word lock;
    unsigned times = 0; ///< by `flockfile`
};

/// One for each stream that was ever held: another may be at its place later. Never destroyed.
std::map<FILE*, held_stream>& all_held() {
    static auto& all = *new std::map<FILE*, held_stream>;
    return all;
}

void hold(held_stream& stream) noexcept {
    ++stream.times;
    ++held_streams;
}

void let_go(held_stream& stream) noexcept {
    --stream.times;
    --held_streams;
    stream.lock.unlock();
}

/// Who called fork holds what it did, and nobody else anything.
WEFT_INITIALISED_EARLY const host::at_fork leave_others([] {
    if (held_streams == 0)
        return;
    for (auto& [place, each] : all_held()) {
        if (!each.lock.is_mine()) {
            held_streams -= std::exchange(each.times, 0);
            std::destroy_at(&each.lock);
            std::construct_at(&each.lock);
        }
    }
});

constinit c_library_function<int(const char*, FILE*)> c_fputs("fputs");
constinit c_library_function<int(const char*)> c_puts("puts");
constinit c_library_function<int(int, FILE*)> c_fputc("fputc");
constinit c_library_function<std::size_t(const void*, std::size_t, std::size_t, FILE*)>
    c_fwrite("fwrite");
constinit c_library_function<int(FILE*, const char*, va_list)> c_vfprintf("vfprintf");
constinit c_library_function<int(FILE*, int, const char*, va_list)>
    c_vfprintf_chk("__vfprintf_chk");
constinit c_library_function<int(FILE*)> c_fflush("fflush");
constinit c_library_function<int(FILE*)> c_fclose("fclose");

} // namespace

detail::recursive_word* lock_held_stream(FILE* stream) {
    detail::recursive_word& lock = all_held()[stream].lock;
    answer_of([&] {
        lock.lock();
        return 0;
    });
    return &lock;
}

extern "C" {

void flockfile(FILE* stream) noexcept {
    answer_of([&] {
        held_stream& held = all_held()[stream];
        held.lock.lock();
        hold(held);
        return 0;
    });
}

int ftrylockfile(FILE* stream) noexcept {
    return answer_of([&] {
        held_stream& held = all_held()[stream];
        if (!held.lock.try_lock())
            return -1;
        hold(held);
        return 0;
    });
}

void funlockfile(FILE* stream) noexcept {
    let_go(all_held()[stream]);
}

int fflush(FILE* stream) {
    if (stream == nullptr)
        return c_fflush(nullptr);
    const stream_turn turn(stream);
    return c_fflush(stream);
}

int fclose(FILE* stream) {
    const stream_turn turn(stream);
    if (held_streams != 0) {
        held_stream& held = all_held()[stream];
        while (held.times != 0)
            let_go(held);
    }
    return c_fclose(stream);
}

int fputs(const char* text, FILE* to) {
    const stream_turn turn(to);
    return c_fputs(text, to);
}

int puts(const char* text) {
    const stream_turn turn(stdout);
    return c_puts(text);
}

int fputc(int byte, FILE* to) {
    const stream_turn turn(to);
    return c_fputc(byte, to);
}

int putc(int byte, FILE* to) {
    return fputc(byte, to);
}

int putchar_here(int byte) asm("putchar"); // which the headers may define
int putchar_here(int byte) {
    return fputc(byte, stdout);
}

std::size_t fwrite(const void* from, std::size_t size, std::size_t count, FILE* to) {
    const stream_turn turn(to);
    return c_fwrite(from, size, count, to);
}

int vfprintf(FILE* to, const char* format, va_list given) {
    const stream_turn turn(to);
    return c_vfprintf(to, format, given);
}

int vprintf_here(const char* format, va_list given) asm("vprintf");
int vprintf_here(const char* format, va_list given) {
    return vfprintf(stdout, format, given);
}

int fprintf(FILE* to, const char* format, ...) {
    va_list given;
    va_start(given, format);
    const int written = vfprintf(to, format, given);
    va_end(given);
    return written;
}

int printf(const char* format, ...) {
    va_list given;
    va_start(given, format);
    const int written = vfprintf(stdout, format, given);
    va_end(given);
    return written;
}

// NOLINTBEGIN(bugprone-reserved-identifier): the C library's names, for optimised programs.

int __vfprintf_chk(FILE* to, int flag, const char* format, va_list given) {
    const stream_turn turn(to);
    return c_vfprintf_chk(to, flag, format, given);
}

int __vprintf_chk(int flag, const char* format, va_list given) {
    return __vfprintf_chk(stdout, flag, format, given);
}

int __fprintf_chk(FILE* to, int flag, const char* format, ...) {
    va_list given;
    va_start(given, format);
    const int written = __vfprintf_chk(to, flag, format, given);
    va_end(given);
    return written;
}

int __printf_chk(int flag, const char* format, ...) {
    va_list given;
    va_start(given, format);
    const int written = __vfprintf_chk(stdout, flag, format, given);
    va_end(given);
    return written;
}

// NOLINTEND(bugprone-reserved-identifier)

} // extern "C"

} // namespace weft::posix
