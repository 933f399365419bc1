#include "thrower.hpp"

#include <weft/thread.hpp>

namespace no_rtti {

void throw_error() {
    throw weft::error("thrown");
}

void throw_deadlock() {
    throw weft::deadlock("thrown");
}

void throw_system_exit() {
    throw weft::system_exit();
}

void throw_keyboard_interrupt() {
    throw weft::keyboard_interrupt();
}

std::unique_ptr<std::runtime_error> made_error() {
    return std::make_unique<weft::error>("made");
}

std::unique_ptr<std::runtime_error> made_deadlock() {
    return std::make_unique<weft::deadlock>("made");
}

void start_thread() {
    weft::start_new_thread([] { throw weft::error("thrown"); });
}

} // namespace no_rtti
