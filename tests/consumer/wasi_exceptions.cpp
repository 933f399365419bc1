// What is destroyed where an exception comes by: without a runtime for exceptions, that can be
// linked.
#include <cstdio>

namespace {

struct noisy {
    ~noisy() { std::puts("gone"); }
};

} // namespace

void may_throw();

int main() {
    const noisy object;
    may_throw();
}

[[gnu::noinline]] void may_throw() {
    std::puts("it does not");
}
