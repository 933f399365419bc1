// Threads of the C++ library: what is static in a function, and what a shared pointer shares, is
// ordered by them.
#include <memory>
#include <string>
#include <thread>

namespace {

const std::string& text() {
    static const std::string made(40, 'x');
    return made;
}

} // namespace

int main() {
    auto shared = std::make_shared<std::string>(40, 'y');
    std::size_t read = 0;
    std::thread other([&read, shared]() mutable {
        read = text().size() + shared->size();
        shared.reset();
    });
    const std::size_t own = text().size();
    shared.reset();
    other.join();
    return read == 2 * own ? 0 : 1;
}
