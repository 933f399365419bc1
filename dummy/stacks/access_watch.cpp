#include "access_watch.hpp"

#include <map>
#include <utility>

#include "deadlock.hpp"
#include "frame_lines.hpp"
#include "host.hpp"
#include "scheduler.hpp"
#include "steering.hpp"

namespace weft::backend {

namespace {

/// Looked up once: many runs may fail by one race.
const std::vector<host::symbol>& symbols_before(std::uintptr_t address) {
    static auto& known = *new std::map<std::uintptr_t, std::vector<host::symbol>>;
    std::vector<host::symbol>& found = known[address];
    if (found.empty())
        found = host::symbols_at(address - 1);
    return found;
}

} // namespace

constinit access_watch* accesses = nullptr;

void watch_accesses(access_watch& watch) noexcept {
    accesses = &watch;
}

void access_point(operation what, const void* object) noexcept {
    if (what == operation::yield)
        pass();
    else
        take_point(what, object);
}

void fail_by_race() {
    steered->raced();
    end_run();
}

std::string access_thread(const thread_record& thread) {
    return name_of(thread);
}

std::string access_place(std::uintptr_t address) {
    const host::symbol& innermost = symbols_before(address).front();
    return innermost.file.empty() ? innermost.function
                                  : innermost.file + ":" + std::to_string(innermost.line);
}

std::string access_traceback(const std::vector<std::uintptr_t>& addresses) {
    std::vector<host::symbol> frames;
    for (const std::uintptr_t address : addresses) {
        const std::vector<host::symbol>& here = symbols_before(address);
        frames.insert(frames.end(), here.begin(), here.end());
    }
    return frame_lines(std::move(frames));
}

} // namespace weft::backend
