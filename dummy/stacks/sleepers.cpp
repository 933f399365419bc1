#include "sleepers.hpp"

#include <utility>

namespace weft::backend {

constinit stack_thread* first_sleeper = nullptr;

namespace {

/// Never destroyed, as threads may wait until the process has ended.
sleeper_map& sleepers() {
    static sleeper_map& all = *new sleeper_map;
    return all;
}

void find_first() {
    first_sleeper = sleepers().empty() ? nullptr : sleepers().begin()->second;
}

} // namespace

void make_room_to_sleep(stack_thread& thread) {
    sleeper_map made;
    made.emplace(forever, &thread);
    thread.awake = made.extract(made.begin());
}

void add_sleeper(stack_thread& thread) noexcept {
    thread.awake->key() = thread.deadline;
    thread.asleep = sleepers().insert(std::move(*thread.awake));
    find_first();
}

stack_thread** find_sleepers(stack_thread** found) noexcept {
    for (const auto& [deadline, each] : sleepers()) {
        if (deadline == forever)
            break;
        *found++ = each;
    }
    return found;
}

void remove_sleeper(stack_thread& thread) noexcept {
    thread.awake = sleepers().extract(*std::exchange(thread.asleep, std::nullopt));
    find_first();
}

} // namespace weft::backend
