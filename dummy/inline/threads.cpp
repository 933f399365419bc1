#include "threads.hpp"

#include "backend.hpp"
#include "holder.hpp"
#include "word.hpp"

namespace weft {

constinit std::uint32_t detail::sole_holder = backend::held_by(main_ident);

namespace backend {

namespace {

constinit inline_thread main_thread{.record = {.ident = main_ident}, .starter = nullptr};

} // namespace

constinit inline_thread* current = &main_thread;

thread_record& self() noexcept {
    return current->record;
}

void at_end(thread_end& last) {
    add_end(current->owed, last);
}

unsigned concurrency() noexcept {
    return 1;
}

void yield() noexcept {}

std::uint32_t held_by_this_thread() noexcept {
    return held_by(current->record.ident);
}

std::errc check_stack_size(std::size_t) noexcept {
    return std::errc::not_supported;
}

} // namespace backend

} // namespace weft
