// A jump to another context that x86-64 predicts.
#pragma once

#include <boost/context/detail/fcontext.hpp>

namespace weft::backend {

/// What Boost.Context jumps by, called so that what it does not return from is not expected to.
boost::context::detail::transfer_t
jump_uncalled(boost::context::detail::fcontext_t to, void* data,
              decltype(&boost::context::detail::jump_fcontext) jump);

inline boost::context::detail::transfer_t jump(boost::context::detail::fcontext_t to, void* data) {
    return jump_uncalled(to, data, boost::context::detail::jump_fcontext);
}

} // namespace weft::backend
