#include "ended_threads.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "holder.hpp"

namespace weft::backend {

namespace {

constinit std::array<thread_record, 256> ended{};
constinit std::size_t next = 0;

} // namespace

void remember_ended(const thread_record& thread) noexcept {
    ended[next++ % ended.size()] = thread;
}

const thread_record* ended_holder(std::uint32_t word) noexcept {
    const auto found = std::find_if(ended.begin(), ended.end(), [=](const thread_record& thread) {
        return thread.ident != 0 && holds(thread.ident, word);
    });
    return found == ended.end() ? nullptr : &*found;
}

} // namespace weft::backend
