#include "ended_threads.hpp"

#include "holder.hpp"

namespace weft::backend {

constinit std::array<ended_thread, 256> ended_threads{};

const ended_thread* ended_holder(std::uint32_t word) noexcept {
    const ended_thread& thread = ended_threads[ident_bits(word) % ended_threads.size()];
    return thread.ident != 0 && held_by(thread.ident) == holder(word) ? &thread : nullptr;
}

} // namespace weft::backend
