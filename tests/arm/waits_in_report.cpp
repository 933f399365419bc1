// A thread ends by an exception whose description waits.
#include <cstdio>
#include <exception>

#include <weft/thread.hpp>

namespace {

struct slow : std::exception {
    [[nodiscard]] const char* what() const noexcept override {
        weft::this_thread::yield();
        return "slow";
    }
};

} // namespace

int main() {
    weft::start_new_thread([] { throw slow(); });
    std::fputs("it went on\n", stderr);
}
