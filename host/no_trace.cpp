// Where the stack of a throw cannot be looked at.
#include <exception>

#include "backend.hpp"
#include "host.hpp"

namespace weft::host {

void call_traced(detail::task& work) {
    try {
        work.run();
    } catch (...) {
        backend::self().unhandled->foreign = std::current_exception() == nullptr;
        throw;
    }
}

} // namespace weft::host
