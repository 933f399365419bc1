#include "stream_lock.hpp"

#include <cstdarg>
#include <map>

#include "boundary.hpp"
#include "c_library.hpp"

namespace weft::posix {

constinit unsigned held_streams = 0;

namespace {

/// One for each stream that was ever held: another may be at its place later. Never destroyed.
detail::recursive_word& lock_of(FILE* stream) {
    static auto& all = *new std::map<FILE*, detail::recursive_word>;
    return all[stream];
}

constinit c_library_function<int(const char*, FILE*)> c_fputs("fputs");
constinit c_library_function<int(const char*)> c_puts("puts");
constinit c_library_function<int(int, FILE*)> c_fputc("fputc");
constinit c_library_function<std::size_t(const void*, std::size_t, std::size_t, FILE*)>
    c_fwrite("fwrite");
constinit c_library_function<int(FILE*, const char*, va_list)> c_vfprintf("vfprintf");
constinit c_library_function<int(FILE*, int, const char*, va_list)>
    c_vfprintf_chk("__vfprintf_chk");

} // namespace

detail::recursive_word* lock_held_stream(FILE* stream) {
    detail::recursive_word& lock = lock_of(stream);
    answer_of([&] {
        lock.lock();
        return 0;
    });
    return &lock;
}

extern "C" {

void flockfile(FILE* stream) noexcept {
    answer_of([&] {
        lock_of(stream).lock();
        ++held_streams;
        return 0;
    });
}

int ftrylockfile(FILE* stream) noexcept {
    return answer_of([&] {
        const bool is_locked = lock_of(stream).try_lock();
        held_streams += is_locked;
        return is_locked ? 0 : -1;
    });
}

void funlockfile(FILE* stream) noexcept {
    --held_streams;
    lock_of(stream).unlock();
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
