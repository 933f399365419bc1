#include "system_call.hpp"

#include <cerrno>
#include <utility>

namespace weft::posix {

long call_system(const system_call& call) noexcept {
    const long* const a = call.arguments;
    register long fourth asm("r10") = a[3];
    register long fifth asm("r8") = a[4];
    register long sixth asm("r9") = a[5];
    long result = call.number;
    const char before = std::exchange(dispatches, PR_SYS_DISPATCH_OFF);
    asm volatile("syscall"
                 : "+a"(result)
                 : "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(fourth), "r"(fifth), "r"(sixth)
                 : "rcx", "r11", "memory");
    dispatches = before;
    constexpr long most_errors = 4095;
    if (result >= 0 || result < -most_errors)
        return result;
    errno = static_cast<int>(-result);
    return -1;
}

} // namespace weft::posix
