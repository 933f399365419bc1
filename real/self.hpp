// What starting threads needs of the records besides the contract.
#pragma once

#include "thread_record.hpp"

namespace weft::backend {

/// Makes `started` the record of the running thread.
/// REQUIRES: the thread has not called `self()`.
void become(const thread_record& started) noexcept;

} // namespace weft::backend
