// error: SIGINT is redirected while it lives: give it a name
#include <weft/thread.hpp>

int main() {
    weft::interrupt_on_sigint();
}
