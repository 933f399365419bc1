// The child and the parent each have a lock; the child's exit is before the parent goes on.
#include <cstdio>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

#include <weft/thread.hpp>

namespace {

weft::lock_type in_child;
weft::lock_type in_parent;

} // namespace

int main() {
    std::printf("%p %p\n", static_cast<void*>(&in_child), static_cast<void*>(&in_parent));
    std::fflush(stdout);
    if (::fork() == 0) {
        in_child.acquire();
        in_child.release();
        std::exit(0); // NOLINT(concurrency-mt-unsafe): there is one thread
    }
    int status = -1;
    ::wait(&status);
    in_parent.acquire();
    in_parent.release();
    return status;
}
