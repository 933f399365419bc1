#include "deadlock.hpp"

#include <array>
#include <cstdio>

#include "thread_name.hpp"
#include "threads.hpp"
#include "word.hpp"

namespace weft::backend {

namespace {

std::string name_of(const thread_record& thread) {
    return "thread " + std::to_string(thread.ident) + " (" +
           (thread.ident == main_ident ? "main" : function_name(thread.started)) + ")";
}

std::string taker(const std::uint32_t* word) {
    const auto holder = holder_of(load(*word));
    if (!holder)
        return "a thread that ended long ago";
    if (holder->record.ident == running().record.ident)
        return name_of(holder->record) + " itself";
    return name_of(holder->record) + (holder->ended ? ", which has ended" : "");
}

} // namespace

std::string deadlock_report(const std::uint32_t* word) {
    std::array<char, 32> address{};
    std::snprintf(address.data(), address.size(), "%p", static_cast<const void*>(word));
    std::string text = "deadlock: " + name_of(running().record) + " waits for lock " +
                       address.data() + ", taken by " + taker(word) +
                       "; no other thread can run to release it";
    for (const inline_thread* t = &running(); t->starter != nullptr; t = t->starter)
        text += "\n  " + name_of(t->starter->record) + " waits for " + name_of(t->record) +
                " to return from its function";
    return text;
}

} // namespace weft::backend
