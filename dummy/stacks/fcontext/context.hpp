// Contexts by Boost.Context's assembly: a switch is a dozen instructions.
#pragma once

#include <boost/context/detail/fcontext.hpp>

#include "jump.hpp" // the processor's
#include "posix_stack.hpp"

namespace weft::backend {

class context {
  public:
    std::error_code create(std::size_t size, void (*entry)(void*), void* argument) {
        if (const std::error_code refused = stack_.map(size))
            return refused;
        entry_ = entry;
        argument_ = argument;
        begin_anew();
        return {};
    }

    bool begin_anew() {
        at_ = boost::context::detail::make_fcontext(stack_.highest(), stack_.size(), begin);
        return true;
    }

    void switch_to(context& next) noexcept {
        crossing way{*this, next};
        arrive(jump(next.at_, &way));
    }

    std::size_t keep(watched_stack& tool) { return stack_.keep(tool); }

    [[nodiscard]] const void* lowest() const { return stack_.lowest(); }
    [[nodiscard]] std::size_t size() const { return stack_.size(); }

  private:
    struct crossing {
        context& from;
        context& to;
    };

    /// Who arrives says where the one that it comes from is to go on.
    static context& arrive(boost::context::detail::transfer_t by) {
        const crossing& way = *static_cast<crossing*>(by.data);
        way.from.at_ = by.fctx;
        return way.to;
    }

    static void begin(boost::context::detail::transfer_t by) noexcept {
        const context& self = arrive(by);
        self.entry_(self.argument_);
    }

    posix_stack stack_;
    boost::context::detail::fcontext_t at_ = nullptr;
    void (*entry_)(void*) = nullptr;
    void* argument_ = nullptr;
};

} // namespace weft::backend
