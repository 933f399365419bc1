#include "programs.hpp"

#include <weft/explore.hpp>
#include <weft/std/mutex.hpp>
#include <weft/thread.hpp>

#include "cell.hpp"
#include "threads.hpp"

using weft::fail;
using weft::lock_type;
using weft::start_new_thread;

namespace programs {

void lost_update(bool fixed) {
    cell<int> counter;
    {
        threads all;
        for (int i = 0; i < 2; ++i) {
            all.start([&] {
                if (fixed)
                    counter.add(1);
                else
                    counter.set(counter.get() + 1);
            });
        }
    }
    if (counter.get() != 2)
        fail("an update was lost");
}

void sold_twice(bool fixed) {
    lock_type counter;
    int tickets = 1;
    int sold = 0;
    {
        threads all;
        for (int i = 0; i < 2; ++i) {
            all.start([&] {
                weft::unique_lock guard(counter);
                if (tickets == 0)
                    return;
                if (!fixed) {
                    guard.unlock();
                    guard.lock();
                }
                --tickets;
                ++sold;
            });
        }
    }
    if (sold > 1)
        fail("sold twice");
}

// A stack of free nodes, without locks: the first one is exchanged if it still is the first, which
// does not tell that the next one still is the next. A number that counts the changes does.
void aba(bool fixed) {
    constexpr int none = -1;
    struct head {
        int node;
        int changes;
        bool operator==(const head&) const = default;
    };
    cell<head> first({0, 0});
    cell<int> next[] = {cell<int>(1), cell<int>(2), cell<int>(none)};
    cell<int> users[3];
    const auto pop = [&] {
        for (;;) {
            const head seen = first.get();
            if (seen.node == none)
                return none;
            const int then = next[seen.node].get();
            if (first.exchange_if(seen, {then, seen.changes + (fixed ? 1 : 0)})) {
                if (users[seen.node].add(1) > 1)
                    fail("a node was given out twice");
                return seen.node;
            }
        }
    };
    const auto push = [&](int node) {
        users[node].add(-1);
        for (;;) {
            const head seen = first.get();
            next[node].set(seen.node);
            if (first.exchange_if(seen, {node, seen.changes + (fixed ? 1 : 0)}))
                return;
        }
    };
    threads all;
    all.start([&] {
        pop();
        pop();
    });
    all.start([&] {
        const int a = pop();
        pop();
        if (a != none)
            push(a);
    });
}

void double_checked(bool fixed) {
    lock_type once;
    cell<bool> is_made;
    cell<int> value;
    const auto get = [&] {
        if (!is_made.get()) {
            const weft::lock_guard guard(once);
            if (!is_made.get()) {
                if (fixed)
                    value.set(42);
                is_made.set(true);
                if (!fixed)
                    value.set(42);
            }
        }
        return value.get();
    };
    threads all;
    for (int i = 0; i < 2; ++i) {
        all.start([&] {
            if (get() != 42)
                fail("it was used before it was made");
        });
    }
}

void lock_order(bool fixed) {
    lock_type a;
    lock_type b;
    threads all;
    all.start([&] {
        const weft::lock_guard first(a);
        const weft::lock_guard second(b);
    });
    all.start([&] {
        const weft::lock_guard first(fixed ? a : b);
        const weft::lock_guard second(fixed ? b : a);
    });
}

// Who waits says so, and sleeps at a lock; who signals releases it, if somebody waits.
void lost_signal(bool fixed) {
    lock_type state;
    lock_type sleeper;
    bool is_ready = false;
    bool waits = false;
    sleeper.acquire();
    threads all;
    all.start([&] {
        weft::unique_lock guard(state);
        if (is_ready)
            return;
        if (!fixed) { // between the look and the wait, all may happen
            guard.unlock();
            guard.lock();
        }
        waits = true;
        guard.unlock();
        sleeper.acquire();
    });
    all.start([&] {
        const weft::lock_guard guard(state);
        is_ready = true;
        if (waits)
            sleeper.release();
    });
}

void torn_pair(bool fixed) {
    lock_type both;
    cell<int> low;
    cell<int> high;
    threads all;
    all.start([&] {
        weft::unique_lock guard(both, weft::defer_lock);
        if (fixed)
            guard.lock();
        low.set(1);
        high.set(1);
    });
    all.start([&] {
        weft::unique_lock guard(both, weft::defer_lock);
        if (fixed)
            guard.lock();
        if (low.get() != high.get())
            fail("half of a pair was read");
    });
}

// The first reader keeps writers out, the last one lets them in.
void readers_and_writer(bool fixed) {
    lock_type counting;
    lock_type writing;
    cell<int> readers;
    cell<int> writers;
    const auto read = [&] {
        weft::unique_lock guard(counting, weft::defer_lock);
        if (fixed)
            guard.lock();
        if (readers.add(1) == 1)
            writing.acquire();
        if (fixed)
            guard.unlock();
        if (writers.get() != 0)
            fail("it was read while it was written");
        if (fixed)
            guard.lock();
        if (readers.add(-1) == 0)
            writing.release();
    };
    threads all;
    all.start(read);
    all.start(read);
    all.start([&] {
        const weft::lock_guard guard(writing);
        writers.add(1);
        writers.add(-1);
    });
}

void philosophers(bool fixed) {
    constexpr int seats = 3;
    lock_type forks[seats];
    threads all;
    for (int i = 0; i < seats; ++i) {
        all.start([&, i] {
            const bool is_last = i == seats - 1;
            const weft::lock_guard first(forks[fixed && is_last ? 0 : i]);
            const weft::lock_guard second(forks[fixed && is_last ? i : (i + 1) % seats]);
        });
    }
}

// Two who take from a queue look once whether there is anything when they are woken, instead of
// again and again.
void checked_once(bool fixed) {
    lock_type queue;
    lock_type filled;
    int items = 0;
    filled.acquire();
    threads all;
    const auto take = [&] {
        weft::unique_lock guard(queue);
        while (items == 0) {
            guard.unlock();
            filled.acquire(); // somebody has put something in
            filled.release();
            weft::this_thread::yield();
            guard.lock();
            if (!fixed)
                break;
        }
        if (items == 0)
            fail("taken out of an empty queue");
        --items;
    };
    all.start(take);
    all.start(take);
    all.start([&] {
        for (int i = 0; i < 2; ++i) {
            const weft::lock_guard guard(queue);
            if (++items == 1 && i == 0)
                filled.release();
        }
    });
}

void transfer(bool fixed) {
    lock_type bank;
    cell<int> mine(100);
    cell<int> yours(100);
    const auto move = [&](cell<int>& from, cell<int>& to) {
        weft::unique_lock guard(bank, weft::defer_lock);
        if (fixed)
            guard.lock();
        from.set(from.get() - 10);
        to.set(to.get() + 10);
    };
    {
        threads all;
        all.start([&] { move(mine, yours); });
        all.start([&] { move(yours, mine); });
    }
    if (mine.get() + yours.get() != 200)
        fail("money was lost");
}

// Each says that it wants to go in, and looks whether the other does: in this order.
void flags(bool fixed) {
    cell<bool> wants[2];
    cell<int> inside;
    threads all;
    for (int i = 0; i < 2; ++i) {
        all.start([&, i] {
            if (fixed)
                wants[i].set(true);
            const bool is_free = !wants[1 - i].get();
            if (!fixed)
                wants[i].set(true);
            if (is_free) {
                if (inside.add(1) > 1)
                    fail("both are inside");
                inside.add(-1);
            }
        });
    }
}

// A worker that finds nothing to do, and is told to end, ends; unless it looks in this order.
void last_task(bool fixed) {
    cell<int> tasks;
    cell<bool> stopped;
    {
        threads all;
        all.start([&] {
            for (bool ends = false; !ends;) {
                if (fixed)
                    ends = stopped.get();
                if (tasks.get() != 0)
                    tasks.add(-1);
                else if (!fixed)
                    ends = stopped.get();
                else if (!ends)
                    weft::this_thread::yield();
                if (!fixed && !ends)
                    weft::this_thread::yield();
            }
        });
        tasks.add(1);
        stopped.set(true);
    }
    if (tasks.get() != 0)
        fail("a task was left");
}

} // namespace programs
