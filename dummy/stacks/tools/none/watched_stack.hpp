// No tool watches the stacks.
#pragma once

#include <cstddef>

namespace weft::backend {

class watched_stack {
  public:
    void mapped(const void*, std::size_t) {}
    void open(const void*, std::size_t) {}
    void begin_anew() {}
    void leave_for(const watched_stack&) {}
    void arrive() {}
};

} // namespace weft::backend
