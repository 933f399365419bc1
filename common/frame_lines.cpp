#include "frame_lines.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace weft {

namespace {

/// What stands between weft and the function that the thread was started with: in these files, by
/// these names where the files are not known.
bool calls_function(const host::symbol& frame) {
    using namespace std::string_view_literals;
    static constexpr std::array files = {"/weft/detail/task.hpp"sv, "/weft/explore.hpp"sv,
                                         "/tuple"sv, "/bits/invoke.h"sv,
                                         "/__functional/invoke.h"sv};
    static constexpr std::array names = {"weft::host::call_traced("sv, "weft::detail::call<"sv,
                                         "weft::detail::explored<"sv,  "std::apply<"sv,
                                         "std::__apply_impl<"sv,       "std::__invoke"sv};
    return std::any_of(files.begin(), files.end(),
                       [&](std::string_view file) { return frame.file.ends_with(file); }) ||
           std::any_of(names.begin(), names.end(), [&](std::string_view name) {
               return frame.function.find(name) != std::string::npos;
           });
}

std::string line_of(const host::symbol& frame) {
    std::string line = "  ";
    if (!frame.file.empty())
        line += "File \"" + frame.file + "\", line " + std::to_string(frame.line) + ", ";
    return line + "in " + frame.function + "\n";
}

} // namespace

std::vector<host::symbol> symbols_of(const host::stack_trace& trace) {
    std::vector<host::symbol> all;
    for (std::size_t i = 0; i < trace.size; ++i) {
        for (host::symbol& symbol : host::symbols_at(trace.frames[i]))
            all.push_back(std::move(symbol));
    }
    return all;
}

std::string frame_lines(std::vector<host::symbol> innermost_first) {
    while (!innermost_first.empty() && calls_function(innermost_first.back()))
        innermost_first.pop_back();
    std::reverse(innermost_first.begin(), innermost_first.end());
    std::string lines;
    for (const host::symbol& frame : innermost_first)
        lines += line_of(frame);
    return lines;
}

} // namespace weft
