// error: what cannot be copied must be moved in
#include <memory>
#include <weft/thread.hpp>

struct options {
    bool verbose = false;
};
void consume(std::unique_ptr<int> number, options how);

int main() {
    std::tuple args{std::make_unique<int>(1)};
    weft::start_new_thread(consume, args, options{.verbose = true});
}
