#include "foreign_threads.hpp"

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <string_view>
#include <unistd.h>

#include "host.hpp"

namespace weft::posix {

constinit thread_local bool is_ours = false;

namespace {

std::string_view file_at(std::uintptr_t address) noexcept {
    Dl_info found{};
    const bool is_found = dladdr(reinterpret_cast<void*>(address), &found) != 0;
    return is_found && found.dli_fname != nullptr ? found.dli_fname : "";
}

} // namespace

void know_main_only() noexcept {
    if (gettid() == getpid())
        return know_thread();
    const auto frames = host::running_frames();
    const std::string_view own = file_at(reinterpret_cast<std::uintptr_t>(&know_main_only));
    std::string_view user = "the program";
    for (std::size_t i = 0; i < frames.size; ++i) {
        const std::string_view file = file_at(frames.frames[i]);
        if (!file.empty() && file != own) {
            user = file;
            break;
        }
    }
    std::fprintf(stderr,
                 "weft: a thread that was not made by pthread_create, but behind its back, calls "
                 "it from %.*s: that needs threads of the system\n",
                 static_cast<int>(user.size()), user.data());
    std::abort();
}

} // namespace weft::posix
