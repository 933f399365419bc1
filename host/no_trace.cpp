// Where the stack of a throw cannot be looked at.
#include "host.hpp"

namespace weft::host {

void call_traced(detail::task& work) {
    work.run();
}

} // namespace weft::host
