#include "ended_threads.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "holder.hpp"

namespace weft::backend {

namespace {

constinit std::array<ended_thread, 256> ended{};
constinit std::size_t next = 0;

} // namespace

void remember_ended(const ended_thread& thread) noexcept {
    ended[next++ % ended.size()] = thread;
}

const ended_thread* ended_holder(std::uint32_t word) noexcept {
    const auto found = std::find_if(ended.begin(), ended.end(), [=](const ended_thread& thread) {
        return thread.ident != 0 && held_by(thread.ident) == holder(word);
    });
    return found == ended.end() ? nullptr : &*found;
}

} // namespace weft::backend
