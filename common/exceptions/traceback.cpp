#include "traceback.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>

#include "frame_lines.hpp"
#include "thread_name.hpp"

namespace weft {

namespace {

using frames = std::vector<host::symbol>;

/// What throws for others: the C++ runtime's functions, and weft's.
bool throws(const host::symbol& frame) {
    using namespace std::string_view_literals;
    static constexpr std::array names = {"__cxa_throw"sv, "__cxa_rethrow"sv,
                                         "std::rethrow_exception"sv, "weft::raise("sv};
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        return frame.function.find(name) != std::string::npos;
    });
}

/// Without what throws for others.
frames users_frames(const host::stack_trace& trace) {
    frames all = symbols_of(trace);
    const auto runtime = std::find_if(all.begin(), all.end(), throws);
    if (runtime != all.end())
        all.erase(all.begin(), std::find_if_not(runtime, all.end(), throws));
    return all;
}

std::string traceback(const host::stack_trace& trace) {
    if (trace.size == 0)
        return "(no traceback: this platform cannot look at the stack of a throw)\n";
    std::string text = "Traceback (most recent call last):\n";
    if (trace.left_out != 0)
        text += "  (" + std::to_string(trace.left_out) + " frames left out)\n";
    return text + frame_lines(users_frames(trace));
}

/// The type that the program threw, where `std::throw_with_nested` made one of its own of it.
std::string without_nesting(const std::string& type) {
    for (const std::string_view wrapper : {"std::_Nested_exception<", "std::__nested<"}) {
        if (type.starts_with(wrapper) && type.ends_with('>')) {
            const std::string own = type.substr(wrapper.size(), type.size() - wrapper.size() - 1);
            return own.ends_with(" const") ? own.substr(0, own.size() - 6) : own;
        }
    }
    return type;
}

std::string typed(std::string_view what) {
    std::string type = without_nesting(host::exception_type());
    if (type.empty())
        type = "an exception of a type that is not known";
    return what.empty() ? type : type + ": " + std::string(what);
}

/// "type: what()" of the exception that is handled.
std::string exception_line() {
    try {
        throw;
    } catch (const std::exception& e) {
        const char* what = e.what();
        return typed(what == nullptr ? "" : what);
    } catch (const std::string& text) {
        return typed(text);
    } catch (const char* text) {
        return typed(text == nullptr ? "" : text);
    } catch (int number) {
        return typed(std::to_string(number));
    } catch (...) {
        return typed("");
    }
}

/// The exception that is nested in the one that is handled, or null.
std::exception_ptr cause() {
    try {
        throw;
    } catch (const std::nested_exception& e) {
        return e.nested_ptr();
    } catch (...) {
        return nullptr;
    }
}

} // namespace

std::string exception_chain() {
    std::string text;
    const char* prefix = "";
    for (std::exception_ptr e = std::current_exception(); e != nullptr;) {
        try {
            std::rethrow_exception(std::exchange(e, nullptr));
        } catch (...) {
            text += prefix + exception_line() + "\n";
            prefix = "caused by: ";
            e = cause();
        }
    }
    return text;
}

std::string unhandled_report(const thread_record& thread, const host::stack_trace& trace) {
    return "Unhandled exception in thread " + std::to_string(thread.ident) + " started by " +
           function_name(thread.started) + "\n" + traceback(trace) + exception_chain();
}

} // namespace weft
