// error: what cannot be copied must be moved in
#include <memory>
#include <weft/thread.hpp>

void consume(std::unique_ptr<int> number);

int main() {
    std::tuple args{std::make_unique<int>(1)};
    weft::start_new_thread(consume, args);
}
