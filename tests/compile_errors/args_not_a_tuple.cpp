// error: args must be a std::tuple
#include <weft/thread.hpp>

void serve(int port);

int main() {
    weft::start_new_thread(serve, 8080);
}
