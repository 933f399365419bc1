// What newlib leaves to a board: libstdc++'s random device, which comes with its streams, asks for
// randomness, and here is none.
#include <cerrno>
#include <cstddef>

extern "C" int getentropy(void*, std::size_t) {
    errno = ENOSYS;
    return -1;
}
