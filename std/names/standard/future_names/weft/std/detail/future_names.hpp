// What a future tells of its state ([futures.overview], [futures.errors]): the standard's names,
// which this platform has.
#pragma once

#include <future>

namespace weft {

using std::future_category;
using std::future_errc;
using std::future_error;
using std::future_status;
using std::launch;
using std::make_error_code;
using std::make_error_condition;

} // namespace weft
