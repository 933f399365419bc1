// All threads have the thread-local storage of the thread of the system.
#pragma once

#include <system_error>

#include "show_values.hpp" // the system's
#include "storage/shared_state.hpp"

namespace weft::backend {

class thread_storage {
  public:
    using kept = shared_state;

    std::error_code create() { return {}; }
    void begin() noexcept { shared_state::begin(); }
    void use(const detail::local_values& values) noexcept { show_values(values); }
    static void destroy_objects() noexcept {} // they end with the process
};

} // namespace weft::backend
