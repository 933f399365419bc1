// The process's name, which is that of one of its threads.
#pragma once

#include "thread.hpp"

namespace weft::posix {

/// Main has it, and in a child of fork, who called that.
bool has_name_of_process(const thread& which) noexcept;

void get_process_name(char (&name)[16]) noexcept;
void set_process_name(const char* name) noexcept;

} // namespace weft::posix
