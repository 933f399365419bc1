// In libweft_posix_accesses: where nobody steers the program, which has the system's threads then,
// nothing is seen.
#include <cstdlib>

#include "accesses/c_library.hpp"
#include "accesses/memory.hpp"
#include "events.hpp"
#include "seeing.hpp"

namespace weft {

namespace {

posix::seeing functions{};
backend::access_watch* seen_by = nullptr;

} // namespace

constinit watcher* watching = nullptr; // a trace has points at accesses where there is a choice

void backend::watch_accesses(access_watch& watch) noexcept {
    seen_by = &watch;
}
void backend::access_point(operation what, const void* object) noexcept {
    functions.point(what, object);
}
void backend::fail_by_race() {
    functions.fail_by_race();
    std::abort();
}
std::string backend::access_thread(const thread_record& thread) {
    return functions.thread(thread);
}
std::string backend::access_place(std::uintptr_t address) {
    return functions.place(address);
}
/// Without who has called the program.
std::string backend::access_traceback(const std::vector<std::uintptr_t>& addresses) {
    const std::ptrdiff_t own = addresses.size() > 1 ? 1 : 0;
    return functions.traceback({addresses.begin(), addresses.end() - own});
}

/// Copies are not seen, as they may be libweft_posix's own.
void accesses::watch_copies() {}

} // namespace weft

/// The program is not steered yet.
extern "C" void __tsan_init() {} // NOLINT(bugprone-reserved-identifier): the compilers' name

extern "C" void weft_see_done(void* guard) {
    weft::accesses::when_explored([&](weft::accesses::memory& all, weft::accesses::thread& me) {
        all.store(me, all.held_by(reinterpret_cast<std::uintptr_t>(guard), 0), 1,
                  weft::accesses::order::release);
    });
}
extern "C" void weft_see_is_done(void* guard) {
    weft::accesses::when_explored([&](weft::accesses::memory& all, weft::accesses::thread& me) {
        all.fail_to_exchange(me, all.held_by(reinterpret_cast<std::uintptr_t>(guard), 1),
                             weft::accesses::order::acquire);
    });
}

weft::backend::access_watch* weft_see_accesses(const weft::posix::seeing& by) {
    weft::functions = by;
    weft::accesses::begin_to_watch();
    return weft::seen_by;
}
