#include "library_frames.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace weft {

bool is_library_frame(const host::symbol& frame) {
    using namespace std::string_view_literals;
    static constexpr std::array scopes = {"weft::"sv, "std::"sv, "_Unwind_"sv, "__cxa_guard_"sv};
    static constexpr std::array folders = {"/include/weft/"sv, "/include/c++/"sv};
    static constexpr std::array files = {
        "/common/held_word.cpp"sv,  "/common/held_word.hpp"sv,
        "/common/interrupt.cpp"sv,  "/common/lock.cpp"sv,
        "/common/misuse.cpp"sv,     "/common/thread.cpp"sv,
        "/dummy/stacks/park.cpp"sv, "/dummy/stacks/scheduler.cpp"sv,
        "/explore/recorder.cpp"sv,  "/explore/run.cpp"sv,
        "/std/mutex.cpp"sv,
    };
    // In front of the name may be the type that a template returns.
    const std::string_view name =
        std::string_view(frame.function).substr(0, frame.function.find_first_of("(<"));
    const std::string_view scoped = name.substr(name.rfind(' ') + 1);
    return std::any_of(scopes.begin(), scopes.end(),
                       [&](std::string_view scope) { return scoped.starts_with(scope); }) ||
           std::any_of(folders.begin(), folders.end(),
                       [&](std::string_view folder) {
                           return frame.file.find(folder) != std::string::npos;
                       }) ||
           std::any_of(files.begin(), files.end(),
                       [&](std::string_view file) { return frame.file.ends_with(file); });
}

} // namespace weft
