// A set of places in the code, asked at each access.
#pragma once

#include <bitset>
#include <cstdint>
#include <unordered_set>

namespace weft::accesses {

class places {
  public:
    [[nodiscard]] bool has(std::uintptr_t place) const {
        return may_have_[hash_of(place)] && all_.count(place) != 0;
    }
    /// Returns whether it was not there.
    bool add(std::uintptr_t place) {
        may_have_[hash_of(place)] = true;
        return all_.insert(place).second;
    }
    void clear() {
        may_have_.reset();
        all_.clear();
    }

  private:
    static constexpr std::size_t bits = 4096;
    static std::size_t hash_of(std::uintptr_t place) { return place / 4 % bits; }

    std::bitset<bits> may_have_; ///< most that are not there are known by it
    std::unordered_set<std::uintptr_t> all_;
};

} // namespace weft::accesses
