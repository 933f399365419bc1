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
#include "steering.hpp" // the backend's
#include "thread_name.hpp"

namespace weft {

namespace {

/// Where the program's own code is, as a traceback.
std::string running_lines() {
    std::vector<host::symbol> symbols = symbols_of(host::running_frames());
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
        const thread_record& self = backend::self();
        text = thread_name(self.ident, self.started) + " " + what;
        if (!backend::time_is_virtual())
            text = "weft: " + text + "\n" + running_lines();
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
