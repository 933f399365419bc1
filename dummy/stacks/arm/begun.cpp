#include "context.hpp"

namespace weft::backend {

void weft_begun() noexcept {
    const context& self = *context::running;
    stack_limit::at(self.lowest()).put();
    self.entry_(self.argument_);
}

} // namespace weft::backend
