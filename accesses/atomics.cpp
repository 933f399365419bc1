// Atomic objects: what their memory orders order, and what a load may return.
#include "memory.hpp"

#include <algorithm>
#include <utility>

namespace weft::accesses {

namespace {

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
    me.polls.comes_to(place, address);
    if (me.polls.is_polling())
        point(operation::yield, nullptr);
    see_all(me, address, size, writes, true, place);
}

stores& memory::held_by(std::uintptr_t address, any_value value) {
    const auto [found, is_new] = atomics_.try_emplace(address, value);
    // What is not compiled with the flag, and what is no atomic operation, writes, too.
    if (!is_new && found->second.last().value != value)
        found->second = stores(value);
    return found->second;
}

void memory::acquire(thread& me, const accesses::store& read, order how) {
    (is_acquire(how) ? me.known : me.acquirable).join(read.released);
}

any_value memory::load(thread& me, stores& held, order how) {
    std::size_t late = 0;
    if (weak_ && !me.polls.is_polling()) { // else what others do would never be seen
        clocks before = me.known.before;
        before.join(me.known.seen);
        if (how == order::sequential)
            before.join(sequential_fences_);
        const std::size_t possible = held.readable(before, how == order::sequential);
        if (possible > 1)
            late = run_->choose(possible);
    }
    return read(me, held, late, how);
}

void memory::fail_to_exchange(thread& me, stores& held, order how) {
    read(me, held, 0, how);
}

any_value memory::read(thread& me, stores& held, std::size_t late, order how) {
    accesses::store& found = held.read(late, me.number, me.time);
    if (how == order::sequential) {
        found.is_sequential = true; // no later load of that kind reads an older one
        sequential_stores_.set(me.number, me.time);
    }
    acquire(me, found, how);
    me.polls.found(found.value);
    return found.value;
}

void memory::store(thread& me, stores& held, any_value value, order how) {
    add(me, held, value, how, is_release(how) ? knowledge(me.known) : knowledge(me.released));
    me.polls.ends();
}

void memory::exchange(thread& me, stores& held, any_value value, order how) {
    const accesses::store& found = held.read(0, me.number, me.time);
    if (found.value == value)
        me.polls.found(value);
    else
        me.polls.ends();
    acquire(me, found, how);
    knowledge released = is_release(how) ? me.known : me.released;
    released.join(found.released); // a release sequence goes on
    add(me, held, value, how, std::move(released));
}

void memory::add(thread& me, stores& held, any_value value, order how, knowledge&& released) {
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
        me.known.join(me.acquirable);
    if (how == order::sequential) {
        me.known.seen.join(sequential_stores_);
        me.known.seen.join(sequential_fences_);
        sequential_fences_.join(me.known.before);
    }
    if (is_release(how)) {
        me.released = me.known;
        me.tick();
    }
}

} // namespace weft::accesses
