// What libweft_posix_accesses, which a program is linked with, and libweft_posix, which is loaded
// into it, know of each other. Nothing else is between them: the program runs without the latter.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "access_watch.hpp"

namespace weft::posix {

/// The functions of access_watch.hpp by these names.
struct seeing {
    void (*point)(operation what, const void* object);
    void (*fail_by_race)();
    std::string (*thread)(const thread_record& which);
    std::string (*place)(std::uintptr_t address);
    std::string (*traceback)(const std::vector<std::uintptr_t>& addresses);
};

} // namespace weft::posix

/// Begins to see the accesses of a program that is to be steered.
extern "C" WEFT_VISIBLE [[gnu::weak]] weft::backend::access_watch*
weft_see_accesses(const weft::posix::seeing& by);
