// Where code comes from, by libbacktrace: it reads the debug information and the symbol table of
// the program and of the shared libraries that it has loaded.
#include <backtrace.h>
#include <exception>
#include <utility>

#include "hold.hpp"
#include "host.hpp"
#include "place.hpp"

namespace weft::host {

namespace {

// One thread at a time: each of several that come first would read all debug information.
constinit lock_type guard;

void ignore_error(void*, const char*, int) {}

/// Made on first use and never freed: libbacktrace has no way to. Null: out of memory.
/// REQUIRES: the guard is held.
backtrace_state* state() {
    static constinit backtrace_state* made = nullptr;
    if (made == nullptr)
        made = backtrace_create_state(nullptr, 0, ignore_error, nullptr);
    return made;
}

/// What libbacktrace's callbacks are given. They are called from C, through which no exception may
/// pass: it waits in `failure`.
struct lookup {
    std::vector<symbol> symbols;
    std::exception_ptr failure;

    int add(const char* file, int line, const char* function) noexcept {
        try {
            if (function != nullptr)
                symbols.push_back({function_name(function), file == nullptr ? "" : file, line});
            return 0;
        } catch (...) {
            failure = std::current_exception();
            return 1;
        }
    }

    std::vector<symbol> result() {
        if (failure != nullptr)
            std::rethrow_exception(failure);
        return std::move(symbols);
    }
};

int add_line(void* to, std::uintptr_t, const char* file, int line, const char* function) {
    return static_cast<lookup*>(to)->add(file, line, function);
}

void add_name(void* to, std::uintptr_t, const char* function, std::uintptr_t, std::uintptr_t) {
    static_cast<lookup*>(to)->add(nullptr, 0, function);
}

/// From the symbol table; "" where it has none there.
std::string name_at(std::uintptr_t address) {
    lookup name;
    {
        const hold held(guard);
        if (backtrace_state* const known = state())
            backtrace_syminfo(known, address, add_name, ignore_error, &name);
    }
    const std::vector<symbol> found = name.result();
    return found.empty() ? "" : found.front().function;
}

} // namespace

std::vector<symbol> symbols_at(std::uintptr_t address) {
    lookup lines;
    {
        const hold held(guard);
        if (backtrace_state* const known = state())
            backtrace_pcinfo(known, address, add_line, ignore_error, &lines);
    }
    std::vector<symbol> found = lines.result();
    if (found.empty())
        return {{function_at(address), "", 0}};
    // Debug information gives a function of one source file by its bare name; the symbol table,
    // which knows only those that were not inlined, has it whole.
    if (std::string whole = name_at(address); !whole.empty())
        found.back().function = std::move(whole);
    return found;
}

std::string function_at(std::uintptr_t address) {
    std::string name = name_at(address);
    return name.empty() ? place_of(address) : name;
}

} // namespace weft::host
