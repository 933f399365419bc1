// A lock held for a scope. `std::lock_guard` is in <mutex>, which is not to be had everywhere.
#pragma once

#include "weft/lock.hpp"

namespace weft {

class hold {
  public:
    explicit hold(lock_type& lock) : lock_(lock) { lock_.acquire(); }
    ~hold() { lock_.release(); }
    hold(const hold&) = delete;
    hold& operator=(const hold&) = delete;

  private:
    lock_type& lock_;
};

} // namespace weft
