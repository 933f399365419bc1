#include "access_watch.hpp"

#include <cstdlib>
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

void fail_access(const std::string& what, const std::string& report) {
    steered->failed(what, report);
    std::abort(); // it does not return
}

std::string access_thread(const thread_record& thread) {
    const no_points none;
    return name_of(thread);
}

std::string access_place(std::uintptr_t address) {
    const no_points none;
    const host::symbol innermost = host::symbols_at(address - 1).front();
    return innermost.file.empty() ? innermost.function
                                  : innermost.file + ":" + std::to_string(innermost.line);
}

std::string access_traceback(const std::vector<std::uintptr_t>& addresses) {
    const no_points none;
    std::vector<host::symbol> frames;
    for (const std::uintptr_t address : addresses) {
        for (host::symbol& each : host::symbols_at(address - 1))
            frames.push_back(std::move(each));
    }
    return frame_lines(std::move(frames));
}

} // namespace weft::backend
