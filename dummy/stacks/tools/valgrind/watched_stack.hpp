// Valgrind is told where stacks are, to know a switch from a stack that grows. Costs nothing
// worth naming where it does not run.
#pragma once

#include <cstddef>
#include <valgrind/memcheck.h>

namespace weft::backend {

class watched_stack {
  public:
    watched_stack() = default;
    ~watched_stack() {
        if (is_mapped_)
            VALGRIND_STACK_DEREGISTER(id_);
    }
    watched_stack(const watched_stack&) = delete;
    watched_stack& operator=(const watched_stack&) = delete;

    void mapped(const void* lowest, std::size_t size) {
        id_ = VALGRIND_STACK_REGISTER(lowest, static_cast<const char*>(lowest) + size);
        is_mapped_ = true;
    }
    /// What is there may be used, though it lies below all frames.
    void open(const void* place, std::size_t size) { VALGRIND_MAKE_MEM_DEFINED(place, size); }
    void begin_anew() {}
    void leave_for(const watched_stack&) {}
    void arrive() {}

  private:
    unsigned id_ = 0;
    bool is_mapped_ = false;
};

} // namespace weft::backend
