// A lock of weft's own: it has no points, and nobody who watches threads is told of it. The dummy's
// threads may not switch while they hold one.
#pragma once

#include <cstdint>

namespace weft {

class own_lock {
  public:
    constexpr own_lock() = default;
    own_lock(const own_lock&) = delete;
    own_lock& operator=(const own_lock&) = delete;

    void acquire();
    bool try_acquire();
    void release();
    [[nodiscard]] bool is_held() const;

  private:
    std::uint32_t word_ = 0;
};

} // namespace weft
