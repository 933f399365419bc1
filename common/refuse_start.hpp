// What `start_new_thread` throws where the system refuses to start a thread.
#pragma once

#include <system_error>

namespace weft {

/// Throws `error`, "can't start new thread: " and the reason.
[[noreturn]] void refuse_start(const std::error_code& reason);

} // namespace weft
