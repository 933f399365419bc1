// A thread that weft did not start.
#pragma once

#include <thread>

namespace support {

using foreign_thread = std::thread;

} // namespace support
