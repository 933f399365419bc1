#include "process_name.hpp"

#include <array>
#include <cstdarg>
#include <cstring>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "host.hpp"
#include "system_call.hpp"
#include "thread_names.hpp"

namespace weft::posix {

namespace {

long control_process(long option, std::array<long, 4> arguments) noexcept {
    const auto [a, b, c, d] = arguments;
    return call_system({SYS_prctl, {option, a, b, c, d}});
}

/// Who called fork, in its child, if main did not.
constinit const thread* forked = nullptr;

WEFT_INITIALISED_EARLY const host::at_fork name_child([] {
    if (thread& own = self(); !has_name_of_process(own)) {
        forked = &own;
        set_process_name(own.name);
    }
});

} // namespace

bool has_name_of_process(const thread& which) noexcept {
    return which.function == nullptr || &which == forked;
}

void get_process_name(char (&name)[16]) noexcept {
    control_process(PR_GET_NAME, {reinterpret_cast<long>(&name)});
}

void set_process_name(const char* name) noexcept {
    control_process(PR_SET_NAME, {reinterpret_cast<long>(name)});
}

extern "C" {

/// Of the running thread's name; all else is the system's.
int prctl(int option, ...) noexcept {
    std::va_list more;
    va_start(more, option);
    std::array<long, 4> arguments{};
    for (long& each : arguments)
        each = va_arg(more, long);
    va_end(more);
    auto* const name = reinterpret_cast<char*>(arguments[0]);
    if (option == PR_SET_NAME)
        return rename(self(), name), 0;
    if (option == PR_GET_NAME)
        return std::memcpy(name, name_of(self()), sizeof self().name), 0;
    return static_cast<int>(control_process(option, arguments));
}

} // extern "C"

} // namespace weft::posix
