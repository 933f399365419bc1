// A jump to another context, as Boost.Context makes it.
#pragma once

#include <boost/context/detail/fcontext.hpp>

namespace weft::backend {

inline boost::context::detail::transfer_t jump(boost::context::detail::fcontext_t to, void* data) {
    return boost::context::detail::jump_fcontext(to, data);
}

} // namespace weft::backend
