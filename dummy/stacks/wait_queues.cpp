// A hash table, in which each word that is waited on has one entry: the first of its threads, or
// another, carries the queue of all of them.
#include "wait_queues.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <span>
#include <utility>

namespace weft::backend {

namespace {

constexpr int smallest_bits = 6;
constinit std::array<stack_thread*, 1 << smallest_bits> first_table{};

// Not destroyed, as threads may wait until the process has ended.
constinit std::span<stack_thread*> table{first_table};
constinit int bits = smallest_bits;
constinit std::size_t words = 0; // that are waited on

/// Where the thread that carries the queue of `word` is told, or would be.
stack_thread*& carrier_of(const std::uint32_t* word) {
    stack_thread** at = &table[hash_of(word, bits)];
    while (*at != nullptr && (*at)->word != word)
        at = &(*at)->carried.next;
    return *at;
}

/// The part of the queue that a thread is in.
stack_thread::queue& part_of(stack_thread::wait_queue& queue, const stack_thread& thread) {
    return thread.which == attempt::again ? queue.again : queue.once;
}

stack_thread* front_of(const stack_thread::wait_queue& queue) {
    stack_thread* const again = queue.again.front();
    return again != nullptr ? again : queue.once.front();
}

/// Doubles the table. Where there is no memory for that, looking for a queue just takes longer.
void grow() {
    const std::span<stack_thread*> before = table;
    auto* const larger = new (std::nothrow) stack_thread* [2 * before.size()] {};
    if (larger == nullptr)
        return;
    table = {larger, 2 * before.size()};
    ++bits;
    for (stack_thread* at : before) {
        while (at != nullptr) {
            stack_thread*& place = table[hash_of(at->word, bits)];
            stack_thread* const next = std::exchange(at->carried.next, place);
            place = std::exchange(at, next);
        }
    }
    if (before.data() != first_table.data())
        delete[] before.data();
}

void remove(stack_thread& thread, stack_thread*& carrier) {
    stack_thread::wait_queue& queue = carrier->carried;
    part_of(queue, thread).remove(thread);
    if (carrier != &thread)
        return;
    if (stack_thread* const heir = front_of(queue)) {
        heir->carried = queue;
        carrier = heir;
    } else {
        carrier = queue.next;
        --words;
    }
}

} // namespace

void add_waiting(stack_thread& thread) noexcept {
    stack_thread*& carrier = carrier_of(thread.word);
    if (carrier != nullptr)
        return part_of(carrier->carried, thread).push_back(thread);
    thread.carried = {};
    part_of(thread.carried, thread).push_back(thread);
    carrier = &thread;
    if (++words > table.size())
        grow();
}

void remove_waiting(stack_thread& thread) noexcept {
    remove(thread, carrier_of(thread.word));
}

stack_thread* take_waiting_on(const std::uint32_t* word) noexcept {
    stack_thread*& carrier = carrier_of(word);
    if (carrier == nullptr)
        return nullptr;
    stack_thread* const first = front_of(carrier->carried);
    remove(*first, carrier);
    return first;
}

std::size_t count_waiting_on(const std::uint32_t* word) noexcept {
    std::size_t count = 0;
    if (const stack_thread* const carrier = carrier_of(word)) {
        const auto add = [&](const stack_thread&) { ++count; };
        carrier->carried.again.for_each(add);
        carrier->carried.once.for_each(add);
    }
    return count;
}

stack_thread& find_waiting_on(const std::uint32_t* word, std::size_t others) noexcept {
    const stack_thread::wait_queue& queue = carrier_of(word)->carried;
    const auto is_it = [&](const stack_thread&) { return others-- == 0; };
    stack_thread* const again = queue.again.find(is_it);
    stack_thread* const found = again != nullptr ? again : queue.once.find(is_it);
    return *found; // NOLINT(clang-analyzer-core.uninitialized.UndefReturn): there is one
}

void forget_waiting_but(stack_thread& kept) noexcept {
    const auto is_kept = [&](const stack_thread& each) { return &each == &kept; };
    stack_thread* const carrier = carrier_of(kept.word);
    const bool waits =
        carrier != nullptr && part_of(carrier->carried, kept).find(is_kept) != nullptr;
    std::fill(table.begin(), table.end(), nullptr);
    words = 0;
    if (waits)
        add_waiting(kept);
}

} // namespace weft::backend
