// A letter is handed over by a flag that says it is there, but does not bring it along.
#include <atomic>
#include <cstdio>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

namespace {

class mailbox {
  public:
    void put(int letter) {
        letter_ = letter;
        full_.store(true, std::memory_order_relaxed); // std::memory_order_release would do
    }
    int take() {
        while (!full_.load(std::memory_order_acquire)) {
        }
        return letter_;
    }

  private:
    int letter_ = 0;
    std::atomic<bool> full_ = false;
};

void hand_over() {
    mailbox box;
    weft::lock_type done;
    done.acquire();
    weft::start_new_thread([&] {
        box.put(42);
        done.release();
    });
    if (box.take() != 42)
        weft::fail("the letter is not there");
    done.acquire();
}

} // namespace

int main() {
    const weft::exploration found = weft::explore({.runs = 1000}, hand_over);
    std::fputs(found.text().c_str(), stdout);
    return found ? 1 : 0;
}
