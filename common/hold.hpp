// A lock of weft's own, held for a scope. `std::lock_guard` is in <mutex>, which is not to be had
// everywhere.
#pragma once

#include "own_lock.hpp"

namespace weft {

class hold {
  public:
    explicit hold(own_lock& lock) : lock_(lock) { lock_.acquire(); }
    ~hold() { lock_.release(); }
    hold(const hold&) = delete;
    hold& operator=(const hold&) = delete;

  private:
    own_lock& lock_;
};

} // namespace weft
