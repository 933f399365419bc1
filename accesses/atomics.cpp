// Atomic objects: what their memory orders order, and what a load may return.
#include "memory.hpp"

#include <algorithm>
#include <utility>

namespace weft::accesses {

namespace {

/// Who has done so many operations that change nothing polls.
constexpr unsigned most_unchanged = 3;

/// Of an object, for loads that may be late.
constexpr std::size_t most_kept = 8;

bool is_acquire(order how) {
    return how != order::relaxed && how != order::release;
}
bool is_release(order how) {
    return how >= order::release;
}

} // namespace

void memory::see_atomic(thread& me, std::uintptr_t address, std::size_t size, bool writes,
                        std::uintptr_t place) {
    if (me.unchanged > most_unchanged)
        point(operation::yield, nullptr);
    const std::uintptr_t offset = address % shadow::cell_size;
    for (std::size_t done = 0; done < size; done += shadow::cell_size) {
        const std::size_t here = std::min<std::size_t>(size, shadow::cell_size);
        see_cell(me, address - offset + done,
                 {static_cast<std::uint8_t>(((1U << here) - 1) << offset), writes, true}, place);
    }
}

stores& memory::held_by(std::uintptr_t address, any_value value) {
    const auto [found, is_new] = atomics_.try_emplace(address, value);
    // What is not compiled with the flag, and what is no atomic operation, writes, too.
    if (!is_new && found->second.last().value != value)
        found->second = stores(value);
    return found->second;
}

void memory::acquire(thread& me, const accesses::store& read, order how) {
    (is_acquire(how) ? me.now : me.acquirable).join(read.released);
}

any_value memory::load(thread& me, stores& held, order how) {
    const bool is_sequential = how == order::sequential;
    std::size_t late = 0;
    if (weak_ && me.unchanged <= most_unchanged) { // else what others do would never be seen
        clocks before = me.now;
        before.join(me.seen);
        if (is_sequential)
            before.join(sequential_fences_);
        const std::size_t possible = held.readable(before, is_sequential);
        if (possible > 1)
            late = run_->choose(possible);
    }
    const accesses::store& read = held.read(late, me.number, me.time);
    acquire(me, read, how);
    ++me.unchanged;
    return read.value;
}

void memory::store(thread& me, stores& held, any_value value, order how) {
    clocks released = is_release(how) ? me.now : me.released;
    add(me, held, value, how, std::move(released));
    me.unchanged = 0;
}

void memory::exchange(thread& me, stores& held, any_value value, order how) {
    const accesses::store& read = held.read(0, me.number, me.time);
    me.unchanged = read.value == value ? me.unchanged + 1 : 0;
    acquire(me, read, how);
    clocks released = is_release(how) ? me.now : me.released;
    released.join(read.released); // a release sequence goes on
    add(me, held, value, how, std::move(released));
}

void memory::fail_to_exchange(thread& me, stores& held, order how) {
    acquire(me, held.read(0, me.number, me.time), how);
    ++me.unchanged;
}

void memory::add(thread& me, stores& held, any_value value, order how, clocks&& released) {
    const bool is_sequential = how == order::sequential;
    if (is_sequential)
        sequential_stores_.set(me.number, me.time);
    held.add({value, me.number, me.time, std::move(released), is_sequential},
             weak_ ? most_kept : 1);
    if (is_release(how))
        me.tick();
}

/// What a sequentially consistent one orders is only seen by loads: races stay races.
void memory::fence(thread& me, order how) {
    if (run_->access(weak_, backend::steered_run::step))
        point(operation::fence, this);
    if (is_acquire(how))
        me.now.join(me.acquirable);
    if (how == order::sequential) {
        me.seen.join(sequential_stores_);
        me.seen.join(sequential_fences_);
        sequential_fences_.join(me.now);
    }
    if (is_release(how)) {
        me.released = me.now;
        me.tick();
    }
}

} // namespace weft::accesses
