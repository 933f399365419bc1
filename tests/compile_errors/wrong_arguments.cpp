// error: the function cannot be called with these arguments
#include <weft/thread.hpp>

void serve(int port);

int main() {
    weft::start_new_thread(serve, std::tuple{"8080"});
}
