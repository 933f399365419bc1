#include "misuse.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "backend.hpp"
#include "frame_lines.hpp"
#include "host.hpp"
#include "library_frames.hpp"
#include "lock_word.hpp"
#include "report_room.hpp" // the backend's
#include "steering.hpp"    // the backend's
#include "thread_name.hpp"

namespace weft {

namespace {

/// Of those, the program's own, as a traceback.
std::string lines_of(const host::stack_trace& running) {
    std::vector<host::symbol> symbols = symbols_of(running);
    symbols.erase(symbols.begin(),
                  std::find_if_not(symbols.begin(), symbols.end(), is_library_frame));
    return symbols.empty()
               ? ""
               : "Traceback (most recent call last):\n" + frame_lines(std::move(symbols));
}

} // namespace

void say_misuse(const std::string& what) noexcept {
    std::string text;
    {
        const backend::no_points none; // locks of symbol tables are not the program's
        const bool has_lines = !backend::time_is_virtual();
        const auto running = has_lines ? host::running_frames() : host::stack_trace();
        backend::with_report_room([&]() noexcept {
            const thread_record& self = backend::self();
            text = thread_name(self.ident, self.started) + " " + what;
            if (has_lines)
                text = "weft: " + text + "\n" + lines_of(running);
        });
    }
    backend::fail_run(text);
    std::fputs(text.c_str(), stderr);
}

void misused(const std::string& what) noexcept {
    say_misuse(what);
    std::abort();
}

std::string named(const char* what, const void* object) {
    std::array<char, 32> address{};
    std::snprintf(address.data(), address.size(), " %p", object);
    return what + std::string(address.data());
}

std::string owner_name(std::uint32_t word) {
    const std::uint32_t ident = word >> 2;
    return ident == main_ident ? "main" : "#" + std::to_string(ident);
}

} // namespace weft
