// The report on a wait that could never end.
#pragma once

#include <cstdint>
#include <string>

namespace weft::backend {

/// What to say when the running thread would wait for ever for the lock with this word.
std::string deadlock_report(const std::uint32_t* word);

} // namespace weft::backend
