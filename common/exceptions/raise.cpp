#include "raise.hpp"

namespace weft {

void raise(const error& thrown) {
    throw thrown;
}

void raise(const deadlock& thrown) {
    throw thrown;
}

void raise(const system_exit& thrown) {
    throw thrown;
}

void raise(const keyboard_interrupt& thrown) {
    throw thrown;
}

void raise(const std::invalid_argument& thrown) {
    throw thrown;
}

void raise(const std::system_error& thrown) {
    throw thrown;
}

} // namespace weft
