#include "parking.hpp"

#include <array>
#include <map>

#include "fifo.hpp"

namespace weft::backend {

constinit stack_thread* first_sleeper = nullptr;

namespace {

constinit std::array<fifo<stack_thread>, 1 << 8> by_word{};

fifo<stack_thread>& queue_of(const std::uint32_t* word) {
    return by_word[queue_for<8>(word)];
}

/// Those that have a deadline, the earliest first; of equal ones, that which came first.
struct sleepers {
    using map = std::multimap<deadline_t, stack_thread*>;
    map sleeping;
    map spare{{forever, nullptr}}; ///< nodes, as many as there are threads that do not sleep

    static void move(map& from, map::iterator at, map& to, deadline_t deadline,
                     stack_thread* thread) {
        auto node = from.extract(at);
        node.key() = deadline;
        node.mapped() = thread;
        to.insert(std::move(node));
    }

    void add(stack_thread& thread) {
        move(spare, spare.begin(), sleeping, thread.deadline, &thread);
        first_sleeper = sleeping.begin()->second;
    }

    void remove(stack_thread& thread) {
        auto at = sleeping.lower_bound(thread.deadline);
        while (at->second != &thread)
            ++at;
        move(sleeping, at, spare, forever, nullptr);
        first_sleeper = sleeping.empty() ? nullptr : sleeping.begin()->second;
    }
};

/// Never destroyed, as threads may wait until the process has ended.
sleepers& all_sleepers() {
    static sleepers& all = *new sleepers;
    return all;
}

/// Made before the program's own initialisers, which may wait.
WEFT_INITIALISED_EARLY const struct make_sleepers {
    make_sleepers() { all_sleepers(); }
} at_initialisation;

} // namespace

void make_room_to_park() {
    all_sleepers().spare.emplace(forever, nullptr);
}

void drop_room_to_park() noexcept {
    all_sleepers().spare.erase(all_sleepers().spare.begin());
}

void add_parked(stack_thread& thread) noexcept {
    queue_of(thread.word).push_back(thread);
    if (thread.deadline != forever)
        all_sleepers().add(thread);
}

void remove_parked(stack_thread& thread) noexcept {
    queue_of(thread.word).remove(thread);
    if (thread.deadline != forever)
        all_sleepers().remove(thread);
}

stack_thread* first_parked_on(const std::uint32_t* word) noexcept {
    return queue_of(word).find([=](const stack_thread& each) { return each.word == word; });
}

} // namespace weft::backend
