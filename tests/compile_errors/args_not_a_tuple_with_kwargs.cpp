// error: args must be a std::tuple
#include <weft/thread.hpp>

struct options {
    bool verbose = false;
};
void serve(int port, options how);

int main() {
    weft::start_new_thread(serve, 8080, options{.verbose = true});
}
