// What libc++'s call_once calls, in place of its own, where libc++ knows of no threads: std has the
// name, so that weft's cannot be brought there, and who is called meanwhile would return at once. A
// linker finds this first, as libweft comes before libc++, which has nothing else in that file.
#include <mutex>

#include "weft/std/detail/once.hpp"

// NOLINTNEXTLINE(bugprone-reserved-identifier): the name is libc++'s
void std::__call_once(volatile once_flag::_State_type& flag, void* argument,
                      void (*function)(void*)) {
    using weft::detail::once_state;
    static_assert(sizeof flag == sizeof(once_state));
    // It is never what libc++ has for one that is done, and so each call comes here.
    auto& state = reinterpret_cast<once_state&>(const_cast<once_flag::_State_type&>(flag));
    if (!state.begin())
        return;
    weft::detail::once_call call(state);
    function(argument);
    call.has_returned = true;
}
