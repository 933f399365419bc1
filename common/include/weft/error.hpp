// What weft throws.
#pragma once

#include <stdexcept>

namespace weft {

/// "Raised on thread-specific errors": Python's `thread.error`.
class error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A wait that no thread could ever end. Thrown by the dummy backend only, which knows every
/// thread there is; `what()` says who waits for which lock and who took it.
class deadlock : public error {
  public:
    using error::error;
};

/// Python's `SystemExit`: ends the thread it reaches the outermost frame of, silently.
///
/// Not a `std::exception`, so that `catch (const std::exception&)` lets it by, as Python's
/// `except Exception` does. Where nothing catches it in the main thread, `std::terminate` is
/// called, as for any C++ exception.
class system_exit {};

/// Python's `KeyboardInterrupt`, thrown in the main thread by an interruption point (see
/// `check_interrupt`). Not a `std::exception`, for the reason given at `system_exit`.
class keyboard_interrupt {};

} // namespace weft
