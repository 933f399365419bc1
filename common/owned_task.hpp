// Who owns what a thread is to run.
#pragma once

#include <memory>

#include "spawn.hpp" // the backend's
#include "weft/detail/task.hpp"

namespace weft {

/// For an object that is on the stack of the thread's starter, where threads end inside `start`.
struct destroy {
    template <class T>
    void operator()(T* object) const {
        if constexpr (backend::ends_inside_start)
            std::destroy_at(object);
        else
            delete object;
    }
};

using owned_task = std::unique_ptr<detail::task, destroy>;

} // namespace weft
