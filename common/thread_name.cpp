#include "thread_name.hpp"

#include "host.hpp"

namespace weft {

std::string function_name(const detail::started_function& function) {
    if (function.type != nullptr)
        return host::type_name(function.type);
    if (function.address != nullptr)
        return host::function_at(reinterpret_cast<std::uintptr_t>(function.address));
    return "a function whose name is not known";
}

std::string thread_name(ident_t thread, const detail::started_function& started) {
    return thread == main_ident ? "main"
                                : "#" + std::to_string(thread) + " " + function_name(started);
}

} // namespace weft
