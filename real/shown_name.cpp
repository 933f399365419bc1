#include "shown_name.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include "host.hpp"
#include "own_lock.hpp"

namespace weft::backend {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t room = std::tuple_size_v<shown_name> - 1;

/// Takes out of `name`, in place, parameters, arguments of templates, and the type that a function
/// returns.
std::string_view without_types(char* name) {
    std::size_t length = 0;
    int depth = 0;
    for (const char* at = name; *at != '\0'; ++at) {
        const bool opens = *at == '(' || *at == '<';
        if (depth == 0 && std::string_view(at) == " const"sv)
            break;
        if (depth == 0 && *at == ' ')
            length = 0;
        else if (depth == 0 && !opens)
            name[length++] = *at;
        if (opens)
            ++depth;
        else if ((*at == ')' || *at == '>') && depth > 0)
            --depth;
    }
    return {name, length};
}

/// The name in front of its last component, and that.
struct split {
    explicit split(std::string_view name) {
        const auto at = name.rfind("::"sv);
        if (at != name.npos)
            scope = name.substr(0, at);
        last = at == name.npos ? name : name.substr(at + 2);
        // As compilers name it: "{lambda()#1}", "'lambda'()", "$_0".
        if (last.starts_with("{lambda"sv) || last.starts_with("'lambda"sv) ||
            last.starts_with("$_"sv))
            last = "lambda"sv;
    }
    std::string_view scope;
    std::string_view last;
};

/// As many of the last components of `name` as there is room for; the beginning of the last one,
/// where there is none. Which lambda it is, is said by the function that it stands in.
void fit(std::string_view name, shown_name& shown) {
    split parts(name);
    if (parts.last == "lambda"sv && split(parts.scope).last.size() + "::lambda"sv.size() > room)
        parts = split(parts.scope);
    std::size_t begin = room;
    const auto put = [&](std::string_view part) {
        begin -= part.size();
        std::copy(part.begin(), part.end(), shown.begin() + begin);
    };
    put(parts.last.substr(0, room));
    while (!parts.scope.empty()) {
        parts = split(parts.scope);
        if (parts.last.empty() || parts.last.size() + 2 > begin)
            break;
        put("::"sv);
        put(parts.last);
    }
    std::copy(shown.begin() + begin, shown.end(), shown.begin());
}

/// Leaves `shown` empty where there is no name.
void look_up(const detail::started_function& function, shown_name& shown) {
    host::owned_text name =
        function.type != nullptr
            ? host::quick_type_name(function.type)
            : host::quick_function_name(reinterpret_cast<std::uintptr_t>(function.address));
    if (name != nullptr)
        fit(without_types(name.get()), shown);
}

struct known_name {
    detail::started_function function;
    shown_name shown;
};

// The functions that were looked up last, each at one place by its address. Nobody waits for the
// guard, which in a child of `fork` may be held for ever.
constinit own_lock guard;
constinit std::array<known_name, 64> known{};

known_name& place_of(const detail::started_function& function) {
    const auto key = reinterpret_cast<std::uintptr_t>(function.type) ^
                     reinterpret_cast<std::uintptr_t>(function.address);
    return known[(key >> 4) % known.size()];
}

bool is_known(const detail::started_function& function, shown_name& shown) {
    if (!guard.try_acquire())
        return false;
    const known_name& at_place = place_of(function);
    const bool found =
        at_place.function.type == function.type && at_place.function.address == function.address;
    if (found)
        shown = at_place.shown;
    guard.release();
    return found;
}

void remember(const detail::started_function& function, const shown_name& shown) {
    if (!guard.try_acquire())
        return;
    place_of(function) = {function, shown};
    guard.release();
}

} // namespace

shown_name shown_name_of(const thread_record& thread) noexcept {
    shown_name shown{};
    if (!is_known(thread.started, shown)) {
        look_up(thread.started, shown);
        remember(thread.started, shown);
    }
    if (shown.front() == '\0')
        std::snprintf(shown.data(), shown.size(), "weft #%ju",
                      static_cast<std::uintmax_t>(thread.ident));
    return shown;
}

} // namespace weft::backend
