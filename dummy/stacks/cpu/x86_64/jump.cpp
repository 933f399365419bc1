// The processor keeps a stack of its own of the places that calls are to return to, and predicts
// each return by it. jump_fcontext comes back by a jump, not by a return, so a call of it would
// leave one place too many, and each return after a switch, of all functions outwards, would be
// predicted wrongly: 7 ns each. Here it is entered without a call; the return is our own.
//
// Compiled alone: optimisers believe that what is not seen in a function is not changed by it.
#include "jump.hpp"

namespace weft::backend {

[[gnu::naked, gnu::no_instrument_function]] boost::context::detail::transfer_t
jump_uncalled(boost::context::detail::fcontext_t, void*,
              decltype(&boost::context::detail::jump_fcontext)) {
    asm("lea 1f(%rip), %rcx\n\t"
        "push %rcx\n\t"
        ".cfi_adjust_cfa_offset 8\n\t"
        "jmp *%rdx\n"
        "1:\n\t"
        ".cfi_adjust_cfa_offset -8\n\t"
        "ret");
}

} // namespace weft::backend
