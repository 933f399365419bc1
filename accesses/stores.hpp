// What an atomic object has held, for loads that may return what is not the last of it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "clocks.hpp"

namespace weft::accesses {

/// Large enough for each atomic type.
__extension__ using any_value = unsigned __int128;

struct store {
    any_value value;
    unsigned thread;
    std::uint32_t time; ///< 0: before all that any thread does
    knowledge released; ///< what a load that acquires it comes after
    bool is_sequential; ///< memory_order_seq_cst; or a load was that has read it
};

/// In the order of modification.
class stores {
  public:
    explicit stores(any_value first) : all_{{first, 0, 0, {}, false}} {}

    [[nodiscard]] const store& last() const { return all_.back(); }

    void add(store&& made, std::size_t most_kept) {
        all_.push_back(std::move(made));
        if (all_.size() <= most_kept)
            return;
        all_.erase(all_.begin());
        ++forgotten_;
    }

    /// How many of the last ones a load may return whose thread knows of `before`.
    [[nodiscard]] std::size_t readable(const clocks& before, bool is_sequential) const {
        std::size_t first = 0;
        for (std::size_t i = all_.size(); i-- != 0 && first == 0;) {
            const store& each = all_[i];
            if (each.time <= before[each.thread] || (is_sequential && each.is_sequential))
                first = i;
        }
        for (const load& each : loads_) {
            if (each.time <= before[each.thread] && each.index >= forgotten_)
                first = std::max(first, each.index - forgotten_);
        }
        return all_.size() - first;
    }

    /// Which is so many before the last. Whoever knows of that load can read none that is older.
    store& read(std::size_t before_last, unsigned thread, std::uint32_t time) {
        const std::size_t at = all_.size() - 1 - before_last;
        const std::size_t index = forgotten_ + at;
        const bool is_known = std::any_of(loads_.begin(), loads_.end(), [&](const load& each) {
            return each.thread == thread && each.index >= index;
        });
        if (!is_known) {
            std::erase_if(loads_, [&](const load& each) { return each.index < forgotten_; });
            loads_.push_back({thread, time, index});
        }
        return all_[at];
    }

  private:
    struct load {
        unsigned thread;
        std::uint32_t time;
        std::size_t index; ///< of the store, counted from the first
    };

    std::vector<store> all_;
    std::size_t forgotten_ = 0;
    std::vector<load> loads_;
};

} // namespace weft::accesses
