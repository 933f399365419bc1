// What weft asks of the system besides threads: the same for each backend. Fulfilled in `host/`,
// one short file a system and concern.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "weft/detail/task.hpp"

namespace weft::host {

/// The frames of a throw, innermost first, each as an address in its code.
struct stack_trace {
    static constexpr std::size_t capacity = 64;
    std::uintptr_t frames[capacity];
    std::size_t size = 0;
    std::size_t left_out = 0; ///< how many more there are, further out
    /// The unwinding is not by a C++ exception (pthread_exit, cancellation): it must not be
    /// stopped.
    bool foreign = false;
};

/// Runs `work`. An exception that nothing inside it catches has the frames from the throw to here
/// put into what the running thread's record has for them, before any is unwound. One that is
/// caught inside costs nothing extra.
void call_traced(detail::task& work);

/// Those of the running function, without those that are left out; none, where the system can't
/// tell, or nothing tells their names.
stack_trace running_frames();

/// In a handler: the name of the type of the exception, or "" where the system can't tell.
std::string exception_type();

/// The type whose name is mangled as `mangled`, or that itself where it is no type's.
std::string type_name(const char* mangled);

/// The function whose symbol is `symbol`: demangled, where it is mangled.
std::string function_name(const char* symbol);

struct symbol {
    std::string function; ///< where its name is not known, the place as addr2line takes it
    std::string file;     ///< "" where not known
    int line = 0;
};

/// Where `address`, inside a function's code, comes from: innermost first, as several functions may
/// have become one by inlining. Never empty.
std::vector<symbol> symbols_at(std::uintptr_t address);

/// The name of the function that `address` is in, or the place as addr2line takes it.
std::string function_at(std::uintptr_t address);

/// A text that the C library has allocated, or null.
using owned_text = std::unique_ptr<char, void (*)(void*)>;

/// As `type_name`, and the name of the function that begins at `address`; but at once, with no look
/// into debug information, and null where that gives none, or there is no memory.
owned_text quick_type_name(const char* mangled) noexcept;
owned_text quick_function_name(std::uintptr_t address) noexcept;

/// Has SIGINT call `handler`, which must be async-signal-safe, until `restore_sigint` brings back
/// what was there before. Returns why the system refuses, and has changed nothing then.
/// REQUIRES: SIGINT is not redirected
std::error_code redirect_sigint(void (*handler)());
void restore_sigint() noexcept;

/// At namespace scope, initialised early: has `in_child` called in each child of `fork`, by the
/// thread that called it, before `fork` returns there. Each file with state that other threads may
/// have left half done has one, which begins anew. It must do no more than a signal handler may,
/// where `fork` was called in one. Nothing is locked before, as that handler may have interrupted
/// who holds it.
struct at_fork {
    explicit at_fork(void (*in_child)());
};

/// While one lives, an abort or a fault of the program calls `on_fault` with what it was, such as
/// "SIGSEGV: an invalid address", on a stack of its own, which it need not return from; if it does,
/// the program ends by that. Does nothing where the system has no signals for it.
class fault_watch {
  public:
    explicit fault_watch(void (*on_fault)(const char* what));
    ~fault_watch();
    fault_watch(const fault_watch&) = delete;
    fault_watch& operator=(const fault_watch&) = delete;
};

} // namespace weft::host
