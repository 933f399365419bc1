// What weft throws. Visible also in a program that hides its symbols (-fvisibility=hidden): some
// C++ runtimes know a type by its address. The library defines the destructors, and the type
// information with them: a file compiled with -fno-rtti would bring none.
#pragma once

#include <stdexcept>

#include "weft/detail/attributes.hpp"

namespace weft {

/// "Raised on thread-specific errors": Python's `thread.error`.
class WEFT_VISIBLE error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
    error(const error&) noexcept = default;
    error& operator=(const error&) noexcept = default;
    ~error() override;
};

/// A wait that no thread could ever end. Thrown by the dummy backend only, which knows every
/// thread there is, in the main thread; without stacks, in the one that would wait. `what()` says
/// who waits for which lock, who holds it, and where that goes round.
class WEFT_VISIBLE deadlock : public error {
  public:
    using error::error;
    deadlock(const deadlock&) noexcept = default;
    deadlock& operator=(const deadlock&) noexcept = default;
    ~deadlock() override;
};

/// Python's `SystemExit`: ends the thread it reaches the outermost frame of, silently.
///
/// Not a `std::exception`, so that `catch (const std::exception&)` lets it by, as Python's
/// `except Exception` does. Where nothing catches it in the main thread, `std::terminate` is
/// called, as for any C++ exception.
class WEFT_VISIBLE system_exit {};

/// Python's `KeyboardInterrupt`, thrown in the main thread by an interruption point (see
/// `check_interrupt`). Not a `std::exception`, for the reason given at `system_exit`.
class WEFT_VISIBLE keyboard_interrupt {};

} // namespace weft
