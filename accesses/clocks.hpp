// Vector clocks (Fidge, Mattern): what happened before what.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace weft::accesses {

/// For each thread, how much of what it has done is known to have happened before.
class clocks {
  public:
    std::uint32_t operator[](unsigned thread) const {
        return thread < of_thread_.size() ? of_thread_[thread] : 0;
    }

    void join(const clocks& other) {
        if (of_thread_.size() < other.of_thread_.size())
            of_thread_.resize(other.of_thread_.size());
        for (std::size_t i = 0; i < other.of_thread_.size(); ++i)
            of_thread_[i] = std::max(of_thread_[i], other.of_thread_[i]);
    }

    void set(unsigned thread, std::uint32_t time) {
        if (of_thread_.size() <= thread)
            of_thread_.resize(thread + 1);
        of_thread_[thread] = time;
    }

    /// Keeps its memory.
    void clear() { of_thread_.clear(); }

  private:
    std::vector<std::uint32_t> of_thread_;
};

/// What is handed on by what releases, to what acquires it.
struct knowledge {
    clocks before; ///< what happened before
    clocks seen;   ///< what loads see besides, by fences that are sequentially consistent

    void join(const knowledge& other) {
        before.join(other.before);
        seen.join(other.seen);
    }
    void clear() {
        before.clear();
        seen.clear();
    }
};

} // namespace weft::accesses
