// An account that loses money, under a schedule that hardly ever comes by itself. With a file's
// name, shows how, and writes it there for https://ui.perfetto.dev.
#include <cstdio>
#include <mutex>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

namespace {

class account {
  public:
    int balance() {
        const std::lock_guard guard(lock_);
        return balance_;
    }
    // Each access is guarded. That is not enough.
    void deposit(int amount) {
        const int before = balance();
        const std::lock_guard guard(lock_);
        balance_ = before + amount;
    }

  private:
    weft::lock_type lock_;
    int balance_ = 0;
};

void two_deposits() {
    account shared;
    weft::lock_type done;
    done.acquire();
    weft::start_new_thread([&] {
        shared.deposit(10);
        done.release();
    });
    shared.deposit(20);
    done.acquire();
    if (shared.balance() != 30)
        weft::fail("money was lost: " + std::to_string(shared.balance()) + " is left of 30");
}

} // namespace

int main(int argc, char** argv) {
    try {
        const weft::exploration found = weft::explore({.runs = 1000}, two_deposits);
        std::fputs(found.text().c_str(), stdout);
        if (argc > 1) {
            std::fputs(found.timeline().c_str(), stdout);
            found.write_trace(argv[1]);
        }
        return found ? 1 : 0;
    } catch (const weft::error& refusal) {
        std::fprintf(stderr, "%s\n", refusal.what());
        return 2;
    }
}
