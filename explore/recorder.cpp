#include "recorder.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "backend.hpp"
#include "library_frames.hpp"
#include "lock_word.hpp"
#include "steering.hpp"
#include "thread_name.hpp"
#include "word.hpp"

namespace weft {

namespace {

constexpr std::size_t most_kept = 20'000; // a step has two, in most programs

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string text_of(const host::symbol& place) {
    if (place.file.empty())
        return "in " + place.function;
    return place.file + ":" + std::to_string(place.line) + ", in " + place.function;
}

} // namespace

const recorder::code& recorder::code_at(std::uintptr_t address) {
    const auto [known, is_new] = known_.try_emplace(address);
    code& found = known->second;
    if (is_new) {
        const std::vector<host::symbol> symbols = host::symbols_at(address);
        const auto own = std::find_if_not(symbols.begin(), symbols.end(), is_library_frame);
        if (own != symbols.end())
            found.place = text_of(*own);
        found.is_outermost = contains(symbols.back().function, "weft::host::call_traced");
    }
    return found;
}

std::string recorder::place() {
    const host::stack_trace trace = host::running_frames();
    for (std::size_t i = 0; i < trace.size; ++i) {
        const code& at = code_at(trace.frames[i]);
        if (at.is_outermost || !at.place.empty())
            return at.place;
    }
    return "";
}

void recorder::sees(event what, const std::uint32_t* word, backend::purpose why) noexcept {
    const backend::no_points none; // locks of symbol tables are not the program's
    const thread_record& self = backend::self();
    auto& [here, holder] = known_of_[self.ident];
    if (what == event::waits)
        holder = says_holder(why) ? owner_of(backend::load(*word)) : 0;
    // A thread's function is its name.
    if (what != event::begins && what != event::ends)
        here = place();
    else if (made_.threads.empty())
        made_.threads.push_back({self.ident, thread_name(self.ident, self.started)});
    if (what != event::at_point)
        add({.thread = self.ident,
             .what = what,
             .object = word,
             .why = why,
             .other = what == event::waits || what == event::stops_waiting ? holder : 0,
             .place = what == event::ends ? "" : here});
}

void recorder::sees_start(const thread_record& started) {
    const backend::no_points none;
    made_.threads.push_back({started.ident, thread_name(started.ident, started.started)});
    sees(event::starts, nullptr, backend::purpose::sleep);
    made_.all.back().other = started.ident;
}

void recorder::step(ident_t thread, const backend::next_step& next, bool deviates) {
    add({.step = ++steps_,
         .thread = thread,
         .next = next.what,
         .object = next.object,
         .deviates = deviates,
         .place = known_of_[thread].place});
}

void recorder::deviation() {
    if (!made_.all.empty())
        made_.all.back().deviates = true;
}

void recorder::add(detail::recorded&& more) {
    if (made_.all.size() == 2 * most_kept)
        forget(most_kept);
    made_.all.push_back(std::move(more));
}

void recorder::forget(std::size_t first) {
    const auto end = made_.all.begin() + static_cast<std::ptrdiff_t>(first);
    made_.left_out += static_cast<std::size_t>(std::count_if(
        made_.all.begin(), end, [](const detail::recorded& each) { return each.step != 0; }));
    made_.all.erase(made_.all.begin(), end);
}

detail::recording recorder::recorded() {
    return std::move(made_);
}

} // namespace weft
