// The type of an exception, as Emscripten's -fexceptions keeps it: in a variable of JavaScript.
#include <emscripten/emscripten.h>
#include <typeinfo>

#include "host.hpp"

EM_JS(const std::type_info*, weft_type_of_exception, (), {
    const handled = exceptionCaught[exceptionCaught.length - 1];
    return handled === undefined ? 0 : handled.get_exception_info().get_type();
});

namespace weft::host {

std::string exception_type() {
    const std::type_info* const type = weft_type_of_exception();
    return type == nullptr ? "" : type_name(type->name());
}

} // namespace weft::host
