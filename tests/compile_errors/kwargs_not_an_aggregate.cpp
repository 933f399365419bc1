// error: kwargs must be an aggregate
#include <weft/thread.hpp>

void serve(int port, const char* name);

int main() {
    weft::start_new_thread(serve, std::tuple{8080}, "a string");
}
