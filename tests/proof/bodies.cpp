#include "bodies.hpp"

#include <chrono>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>

#include <weft/explore.hpp>

#include "fifo.hpp"
#include "inside.hpp"
#include "parking.hpp"
#include "scheduler.hpp"
#include "together.hpp"

namespace proof {

namespace {

using namespace std::chrono_literals;

void use(weft::lock_type& lock, int& counter) {
    lock.acquire();
    { const inside alone(counter); }
    lock.release();
}

void use_in_time(weft::lock_type& lock, int& counter) {
    if (!lock.try_lock_for(1s))
        return;
    { const inside alone(counter); }
    lock.release();
}

} // namespace

void one_gives_up(int early_returns) {
    begin_run(early_returns);
    weft::lock_type lock;
    int counter = 0;
    {
        together all;
        all.start([&] {
            use(lock, counter);
            use(lock, counter);
        });
        all.start([&] { use_in_time(lock, counter); });
        all.start([&] { use(lock, counter); });
    }
    if (lock.locked())
        weft::fail("it is still held");
}

void last_one_destroys(int early_returns) {
    begin_run(early_returns);
    alignas(weft::lock_type) std::byte place[sizeof(weft::lock_type)];
    auto* const lock = ::new (static_cast<void*>(place)) weft::lock_type;
    int counter = 0;
    int uses = 0;
    constexpr std::uint32_t garbage = 0x7E57'7E57;
    {
        together all;
        for (int i = 0; i < 3; ++i) {
            all.start([&] {
                lock->acquire();
                const bool is_last = ++uses == 3;
                { const inside alone(counter); }
                lock->release();
                if (is_last)
                    std::memcpy(place, &garbage, sizeof garbage);
            });
        }
    }
    if (std::memcmp(place, &garbage, sizeof garbage) != 0)
        weft::fail("it was written to when it was destroyed");
}

void two_are_beside(int early_returns) {
    begin_run(early_returns);
    constexpr std::size_t enough = 1024; // where a table has 64 queues
    static weft::lock_type locks[enough];
    const auto queue_of = [](const weft::lock_type& lock) {
        return weft::hash_of(reinterpret_cast<const std::uint32_t*>(&lock), 6);
    };
    std::size_t other = 1;
    while (queue_of(locks[other]) != queue_of(locks[0]))
        ++other;
    int counters[2] = {};
    together all;
    for (const auto i : {std::size_t{0}, other}) {
        weft::lock_type& lock = *std::construct_at(&locks[i]);
        int& counter = counters[i == 0 ? 0 : 1];
        all.start([&] { use(lock, counter); });
        all.start([&] { use_in_time(lock, counter); });
    }
}

void all_are_handed_it(int early_returns) {
    begin_run(early_returns);
    weft::lock_type lock;
    int counter = 0;
    const auto use_when_handed = [&](auto acquired) {
        weft::backend::stack_thread& self = weft::backend::running();
        self.which = weft::backend::attempt::first;
        if (!acquired())
            return;
        if (self.which == weft::backend::attempt::again &&
            self.ended == weft::backend::wait_end::woken)
            weft::fail("it was woken in vain twice");
        { const inside alone(counter); }
        lock.release();
    };
    const auto acquire = [&] { return lock.acquire(); };
    together all;
    all.start([&] {
        use_when_handed(acquire);
        use_when_handed(acquire);
    });
    all.start([&] { use_when_handed(acquire); });
    all.start([&] { use_when_handed([&] { return lock.try_lock_for(1s); }); });
}

} // namespace proof
