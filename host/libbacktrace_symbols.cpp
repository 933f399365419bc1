// Where code comes from, by libbacktrace: it reads the debug information and the symbol table of
// the program and of the shared libraries that it has loaded.
#include <backtrace.h>
#include <exception>
#include <memory>
#include <utility>

#include "hold.hpp"
#include "host.hpp"
#include "place.hpp"

namespace weft::host {

namespace {

// One thread at a time: each of several that come first would read all debug information.
constinit own_lock guard;
constinit backtrace_state* made = nullptr;

/// The first lookup lists the files that are loaded, which takes a lock of the loader's. In a child
/// of fork, that stays held by a thread that was at it.
constinit bool has_listed_files = false;
constinit bool may_list_files = true;

/// What another thread was at is half done for ever.
WEFT_INITIALISED_EARLY const at_fork begin_anew([] {
    if (guard.is_held()) {
        made = nullptr;
        may_list_files = has_listed_files;
    }
    std::construct_at(&guard);
});

void ignore_error(void*, const char*, int) {}

/// Calls `look` with libbacktrace's state, which is made on first use and never freed, as there is
/// no way to. Not where it cannot be had.
template <class F>
void look_up(F look) {
    const hold held(guard);
    if (made == nullptr && may_list_files)
        made = backtrace_create_state(nullptr, 0, ignore_error, nullptr);
    if (made == nullptr)
        return;
    look(made);
    has_listed_files = true;
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
    look_up([&](backtrace_state* state) {
        backtrace_syminfo(state, address, add_name, ignore_error, &name);
    });
    const std::vector<symbol> found = name.result();
    return found.empty() ? "" : found.front().function;
}

} // namespace

std::vector<symbol> symbols_at(std::uintptr_t address) {
    lookup lines;
    look_up([&](backtrace_state* state) {
        backtrace_pcinfo(state, address, add_line, ignore_error, &lines);
    });
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
