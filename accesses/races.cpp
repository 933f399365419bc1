// Which accesses conflict, and nothing orders them (FastTrack; Flanagan and Freund, 2009, with all
// accesses that still count instead of one).
#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>

#include "memory.hpp"

namespace weft::accesses {

namespace {

/// A thread that makes so many accesses, while others do nothing, may wait for one of them.
constexpr unsigned most_in_a_row = 10'000;

std::string shown(std::uintptr_t address) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%#jx", static_cast<std::uintmax_t>(address));
    return text.data();
}

bool happened_before(const access& before, const thread& who) {
    return before.thread == who.number || before.time <= who.known.before[before.thread];
}

/// Whether what is done adds nothing to the last access that there was.
bool is_known(const deed& done, const cell& where, const thread& who) {
    const deed& last = where.last;
    return (done.bytes & ~last.bytes) == 0 && where.last_thread == who.number &&
           where.last_time == who.time && (last.writes || !done.writes) &&
           (!last.is_atomic || done.is_atomic);
}

/// Innermost first.
std::vector<std::uintptr_t> stack_of(const access& made) {
    std::vector<std::uintptr_t> places{made.place};
    for (const call* each = made.in; each->caller != nullptr; each = each->caller)
        places.push_back(each->from);
    return places;
}

} // namespace

void memory::learn(std::uintptr_t place) {
    if (!shared_.add(place))
        return;
    has_learned_ = true;
    run_->learned(place);
}

void memory::see_all(thread& me, std::uintptr_t address, std::size_t size, bool writes,
                     bool is_atomic, std::uintptr_t place) {
    if (++in_a_row_ > most_in_a_row) {
        in_a_row_ = 0;
        point(operation::yield, nullptr);
    }
    const std::uintptr_t first = address / shadow::cell_size * shadow::cell_size;
    const bool is_shared = shared_.has(place);
    if (run_->access(all_points_ || is_shared, is_atomic ? backend::steered_run::step : 1)) {
        const bool is_one = address + size <= first + shadow::cell_size;
        const operation done = writes ? operation::write : operation::read;
        point(is_one ? done : operation::range,
              // NOLINTNEXTLINE(performance-no-int-to-ptr): only to tell it apart.
              reinterpret_cast<const void*>(first));
    }
    for (std::uintptr_t each = first; each < address + size; each += shadow::cell_size) {
        const std::uintptr_t begin = std::max(address, each) - each;
        const std::uintptr_t end = std::min(address + size, each + shadow::cell_size) - each;
        const auto bytes = static_cast<std::uint8_t>((1U << end) - (1U << begin));
        const deed done{bytes, writes, is_atomic};
        cell& where = shadow_.of(each);
        if (!is_known(done, where, me))
            add(where, each, {done, me.number, me.time, place, me.in, me.holding}, me);
        if (where.is_shared && !is_shared)
            learn(place);
    }
}

void memory::see(thread& me, std::uintptr_t address, std::size_t size, bool writes,
                 std::uintptr_t place) {
    if (size != 0)
        see_all(me, address, size, writes, false, place);
}

void memory::add(cell& where, std::uintptr_t address, const access& made, const thread& me) {
    std::vector<access>& all = where.accesses;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const access& each = all[i];
        const bool is_ordered = happened_before(each, me);
        if (!is_ordered && (each.bytes & made.bytes) != 0 && (each.writes || made.writes))
            conflict(where, address, each, made, made.writes ? "writes" : "reads");
        // What would race with it races with this one, too.
        const bool is_covered = is_ordered && (each.bytes & ~made.bytes) == 0 &&
                                (made.writes || !each.writes) &&
                                (!made.is_atomic || each.is_atomic);
        if (!is_covered)
            all[kept++] = each;
    }
    all.resize(kept);
    all.push_back(made);
    where.last = made;
    where.last_thread = made.thread;
    where.last_time = made.time;
}

void memory::deleted(thread& me, std::uintptr_t begin, std::size_t size, std::uintptr_t place) {
    shadow_.each_in(begin, size, [&](cell& where, std::uintptr_t address) {
        const access made{{0xFF, true, false}, me.number, me.time, place, me.in, me.holding};
        for (const access& each : where.accesses) {
            if (!happened_before(each, me))
                conflict(where, address, each, made, "deletes");
        }
    });
}

void memory::conflict(cell& where, std::uintptr_t address, const access& before, const access& made,
                      const char* does) {
    const auto both = static_cast<std::uint8_t>(before.bytes & made.bytes);
    address += static_cast<unsigned>(std::countr_zero(both));
    if (is_thread_local(address))
        return;
    where.is_shared = true;
    learn(before.place);
    if (!races_ || (before.is_atomic && made.is_atomic))
        return;
    race_ = {address, before, made, does};
    backend::fail_by_race();
}

void memory::tell_race(std::string& what, std::string& report) const {
    const auto& [address, before, made, does] = race_;
    what = "data race: " + backend::access_place(made.place) + " and " +
           backend::access_place(before.place);
    report = told(made, does) + " " + shown(address) + ":\n" +
             backend::access_traceback(stack_of(made)) + "nothing has that come after what " +
             told(before, before.writes ? "wrote" : "read") + " there:\n" +
             backend::access_traceback(stack_of(before));
}

std::string memory::told(const access& made, const char* does) const {
    std::string text = backend::access_thread(threads_[made.thread]->record);
    if (!made.holding->empty()) {
        const char* before = ", which holds lock ";
        for (const void* lock : *made.holding) {
            text += before + shown(reinterpret_cast<std::uintptr_t>(lock));
            before = ", lock ";
        }
        text += ',';
    }
    return text + (made.is_atomic ? " atomically " : " ") + does;
}

} // namespace weft::accesses
