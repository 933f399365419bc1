// Which locks a thread holds.
#pragma once

#include <set>
#include <utility>
#include <vector>

namespace weft::accesses {

/// In the order in which they were taken. Each that there is in a run exists once: an access has a
/// pointer to one.
using held_locks = std::vector<const void*>;

class all_held_locks {
  public:
    const held_locks* with(const held_locks* held, const void* lock) {
        held_locks more = *held;
        more.push_back(lock);
        return known(std::move(more));
    }
    const held_locks* without(const held_locks* held, const void* lock) {
        held_locks less = *held;
        std::erase(less, lock);
        return known(std::move(less));
    }
    const held_locks* none() { return known({}); }
    void clear() { all_.clear(); }

  private:
    const held_locks* known(held_locks&& held) { return &*all_.insert(std::move(held)).first; }

    std::set<held_locks> all_;
};

} // namespace weft::accesses
