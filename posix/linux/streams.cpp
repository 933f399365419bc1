// C's streams, which read inside the C library: there all threads wait, so that it is waited for
// before. A stream that has a part of what it is asked for waits there for the rest.
#include <cstdio>
#include <stdio_ext.h>
#include <sys/stat.h>

#include "blocking.hpp"
#include "stream_lock.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<char*(char*, int, FILE*)> c_fgets("fgets");
constinit c_library_function<char*(char*, std::size_t, int, FILE*)> c_fgets_chk("__fgets_chk");
constinit c_library_function<int(FILE*)> c_getc("getc");
constinit c_library_function<std::size_t(void*, std::size_t, std::size_t, FILE*)> c_fread("fread");
constinit c_library_function<std::size_t(void*, std::size_t, std::size_t, std::size_t, FILE*)>
    c_fread_chk("__fread_chk");
// Of those who hold the stream, or have it for themselves.
constinit c_library_function<char*(char*, int, FILE*)> c_fgets_unlocked("fgets_unlocked");
constinit c_library_function<char*(char*, std::size_t, int, FILE*)>
    c_fgets_unlocked_chk("__fgets_unlocked_chk");
constinit c_library_function<int(FILE*)> c_getc_unlocked("getc_unlocked");
constinit c_library_function<int(FILE*)> c_uflow("__uflow");
constinit c_library_function<std::size_t(void*, std::size_t, std::size_t, FILE*)>
    c_fread_unlocked("fread_unlocked");
constinit c_library_function<std::size_t(void*, std::size_t, std::size_t, std::size_t, FILE*)>
    c_fread_unlocked_chk("__fread_unlocked_chk");
constinit c_library_function<ssize_t(char**, std::size_t*, int, FILE*)> c_getdelim("getdelim");

/// Whether the C library would not ask the system: there is something, the end, or an error.
bool need_not_wait(FILE* from) noexcept {
    return from->_IO_read_ptr < from->_IO_read_end || ::feof_unlocked(from) != 0 ||
           __freadable(from) == 0;
}

/// Its descriptor where all threads would wait for that, or -1.
int awaited_descriptor(FILE* from) noexcept {
    const int descriptor = ::fileno_unlocked(from);
    struct stat found {};
    return descriptor < 0 || ::fstat(descriptor, &found) != 0 || S_ISREG(found.st_mode) ||
                   is_nonblocking(descriptor) || is_ready(descriptor, POLLIN)
               ? -1
               : descriptor;
}

void wait_for_input(int descriptor) {
    if (__flbf(stdout) != 0) // a prompt, which the C library would write now
        std::fflush(stdout);
    pollfd polled{descriptor, POLLIN, 0};
    wait_for_descriptors({&polled, 1}, forever);
}

/// `reads` when there is something to read; `failed` where a signal comes before. What has come may
/// have been read by another thread when it is this one's turn.
template <class Failed, class Reads>
auto read_call(FILE* from, Failed failed, Reads reads) -> decltype(reads()) {
    for (int descriptor = -1;;) {
        if (!need_not_wait(from)) {
            const int ended = blocking_call(
                interruptible::unless_restarted, [] { return 0; },
                [&] {
                    if (descriptor >= 0)
                        wait_for_input(descriptor);
                    return 0;
                });
            if (ended != 0)
                return failed;
        }
        const stream_turn turn(from);
        if (need_not_wait(from) || is_alone())
            return reads();
        descriptor = awaited_descriptor(from);
        if (descriptor < 0)
            return reads();
    }
}

} // namespace

extern "C" {

char* fgets(char* to, int size, FILE* from) {
    return read_call(from, nullptr, [&] { return c_fgets(to, size, from); });
}

int fgetc(FILE* from) {
    return read_call(from, EOF, [&] { return c_getc(from); });
}

int getc(FILE* from) {
    return fgetc(from);
}

int getchar_here() asm("getchar"); // which the headers may define, and the next one
int getchar_here() {
    return fgetc(stdin);
}

std::size_t fread(void* to, std::size_t size, std::size_t count, FILE* from) {
    return read_call(from, std::size_t{0}, [&] { return c_fread(to, size, count, from); });
}

ssize_t getdelim(char** line, std::size_t* room, int end, FILE* from) {
    return read_call(from, -1, [&] { return c_getdelim(line, room, end, from); });
}

ssize_t getline_here(char** line, std::size_t* room, FILE* from) asm("getline");
ssize_t getline_here(char** line, std::size_t* room, FILE* from) {
    return getdelim(line, room, '\n', from);
}

char* fgets_unlocked_here(char* to, int size, FILE* from) asm("fgets_unlocked");
char* fgets_unlocked_here(char* to, int size, FILE* from) {
    return read_call(from, nullptr, [&] { return c_fgets_unlocked(to, size, from); });
}

int fgetc_unlocked_here(FILE* from) asm("fgetc_unlocked");
int fgetc_unlocked_here(FILE* from) {
    return read_call(from, EOF, [&] { return c_getc_unlocked(from); });
}

int getc_unlocked_here(FILE* from) asm("getc_unlocked");
int getc_unlocked_here(FILE* from) {
    return fgetc_unlocked_here(from);
}

int getchar_unlocked_here() asm("getchar_unlocked");
int getchar_unlocked_here() {
    return fgetc_unlocked_here(stdin);
}

std::size_t fread_unlocked_here(void* to, std::size_t size, std::size_t count,
                                FILE* from) asm("fread_unlocked");
std::size_t fread_unlocked_here(void* to, std::size_t size, std::size_t count, FILE* from) {
    return read_call(from, std::size_t{0}, [&] { return c_fread_unlocked(to, size, count, from); });
}

// NOLINTBEGIN(bugprone-reserved-identifier): the C library's names, for optimised programs.

int __uflow(FILE* from) {
    return read_call(from, EOF, [&] { return c_uflow(from); });
}

int _IO_getc(FILE* from) {
    return fgetc(from);
}

char* __fgets_unlocked_chk(char* to, std::size_t room, int size, FILE* from) {
    return read_call(from, nullptr, [&] { return c_fgets_unlocked_chk(to, room, size, from); });
}

std::size_t __fread_unlocked_chk(void* to, std::size_t room, std::size_t size, std::size_t count,
                                 FILE* from) {
    return read_call(from, std::size_t{0},
                     [&] { return c_fread_unlocked_chk(to, room, size, count, from); });
}

ssize_t __getdelim(char** line, std::size_t* room, int end, FILE* from) {
    return getdelim(line, room, end, from);
}

char* __fgets_chk(char* to, std::size_t room, int size, FILE* from) {
    return read_call(from, nullptr, [&] { return c_fgets_chk(to, room, size, from); });
}

std::size_t __fread_chk(void* to, std::size_t room, std::size_t size, std::size_t count,
                        FILE* from) {
    return read_call(from, std::size_t{0},
                     [&] { return c_fread_chk(to, room, size, count, from); });
}

// NOLINTEND(bugprone-reserved-identifier)

} // extern "C"

} // namespace weft::posix
