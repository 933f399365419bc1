#include "access_watch.hpp"

#include <map>
#include <utility>

#include "deadlock.hpp"
#include "frame_lines.hpp"
#include "host.hpp"
#include "scheduler.hpp"
#include "steering.hpp"

namespace weft::backend {

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

// Looked up once each, as many runs may fail by one race.

std::string access_place(std::uintptr_t address) {
    static auto& known = *new std::map<std::uintptr_t, std::string>;
    std::string& place = known[address];
    if (place.empty()) {
        const host::symbol innermost = host::symbols_at(address - 1).front();
        place = innermost.file.empty() ? innermost.function
                                       : innermost.file + ":" + std::to_string(innermost.line);
    }
    return place;
}

std::string access_traceback(const std::vector<std::uintptr_t>& addresses) {
    // Not by the addresses as a vector: libstdc++ 12 takes some for equal on big-endian processors.
    static auto& known = *new std::map<std::string, std::string>;
    std::string& lines = known[std::string(reinterpret_cast<const char*>(addresses.data()),
                                           addresses.size() * sizeof(std::uintptr_t))];
    if (lines.empty()) {
        std::vector<host::symbol> frames;
        for (const std::uintptr_t address : addresses) {
            for (host::symbol& each : host::symbols_at(address - 1))
                frames.push_back(std::move(each));
        }
        lines = frame_lines(std::move(frames));
    }
    return lines;
}

} // namespace weft::backend
