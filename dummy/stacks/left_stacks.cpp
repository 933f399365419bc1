#include "left_stacks.hpp"

#include <map>

#include "most_kept.hpp" // of who has the memory

namespace weft::backend {

/// Those of one size, as it was asked for.
struct kept_size {
    std::size_t size = 0;
    std::size_t stacks = 0; ///< left or not
    fifo<stack_thread, &stack_thread::same_size> left;
};

namespace {

/// How much memory all that are left keep, in bytes.
constinit std::size_t kept = 0;

constinit stack_thread::queue by_age;

/// Never destroyed, as threads may end until the process has.
std::map<std::size_t, kept_size>& sizes() {
    static auto& made = *new std::map<std::size_t, kept_size>;
    return made;
}

stack_thread* take(stack_thread* left) {
    if (left != nullptr) {
        by_age.remove(*left);
        left->size->left.remove(*left);
        kept -= left->kept;
    }
    return left;
}

} // namespace

void make_room_to_leave(stack_thread& thread, std::size_t stack_size) {
    kept_size& all = sizes()[stack_size];
    all.size = stack_size;
    ++all.stacks;
    thread.size = &all;
}

void drop_room_to_leave(stack_thread& thread) noexcept {
    if (--thread.size->stacks == 0)
        sizes().erase(thread.size->size);
}

stack_thread* take_left(std::size_t stack_size) {
    const auto found = sizes().find(stack_size);
    return found == sizes().end() ? nullptr : take(found->second.left.front());
}

stack_thread* take_left_by(unsigned number, std::size_t stack_size) {
    const auto found = sizes().find(stack_size);
    if (found == sizes().end())
        return nullptr;
    stack_thread* const same = found->second.left.find(
        [=](const stack_thread& each) { return each.next.thread == number; });
    return take(same != nullptr ? same : found->second.left.front());
}

stack_thread* take_oldest_left() noexcept {
    return take(by_age.front());
}

void leave(stack_thread& ended) noexcept {
    ended.kept = ended.own.keep(ended.watched);
    kept += ended.kept;
    by_age.push_back(ended);
    ended.size->left.push_front(ended); // what is still in the processor's caches is used first
}

stack_thread* take_surplus_left(const stack_thread* used) noexcept {
    return kept > most_kept && by_age.front() != used ? take_oldest_left() : nullptr;
}

} // namespace weft::backend
