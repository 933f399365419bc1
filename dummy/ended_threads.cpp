#include "ended_threads.hpp"

#include <algorithm>

#include "holder.hpp"

namespace weft::backend {

constinit std::array<ended_thread, 256> ended_threads{};

const ended_thread* ended_holder(std::uint32_t word) noexcept {
    const auto found =
        std::find_if(ended_threads.begin(), ended_threads.end(), [=](const ended_thread& thread) {
            return thread.ident != 0 && held_by(thread.ident) == holder(word);
        });
    return found == ended_threads.end() ? nullptr : &*found;
}

} // namespace weft::backend
