#include <cstdio>
#include <stdexcept>
#include <weft/thread.hpp>

int main() {
    weft::lock_type done;
    done.acquire();
    bool caught = false;
    // The only thread of the program: an optimiser that sees all of it knows what is run.
    weft::start_new_thread([&] {
        try {
            throw std::runtime_error("caught");
        } catch (const std::exception&) {
            caught = true;
        }
        done.release();
    });
    done.acquire();
    std::printf("consumer: %s%s\n", weft::backend_name(), caught ? "" : ", not caught");
}
