// What a file throws and makes that is compiled without type information (-fno-rtti).
#pragma once

#include <memory>
#include <stdexcept>

namespace no_rtti {

[[noreturn]] void throw_error();
[[noreturn]] void throw_deadlock();
[[noreturn]] void throw_system_exit();
[[noreturn]] void throw_keyboard_interrupt();

std::unique_ptr<std::runtime_error> made_error();
std::unique_ptr<std::runtime_error> made_deadlock();

/// Its function is an object, whose type has no name there.
void start_thread();

} // namespace no_rtti
