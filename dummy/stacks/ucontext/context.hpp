// Contexts by POSIX.1-2001. A switch is some system calls, as it would switch the signal mask, too.
#pragma once

#include <cerrno>
#include <csignal>
#include <ucontext.h>

#include "posix_stack.hpp"

namespace weft::backend {

class context {
  public:
    std::error_code create(std::size_t size, void (*entry)(void*), void* argument) {
        if (const std::error_code refused = stack_.map(size))
            return refused;
        entry_ = entry;
        argument_ = argument;
        if (!begin_anew())
            return {errno, std::generic_category()};
        return {};
    }

    bool begin_anew() {
        if (getcontext(&at_) != 0)
            return false;
        at_.uc_stack.ss_sp = stack_.lowest();
        at_.uc_stack.ss_size = stack_.size();
        at_.uc_link = nullptr;
        makecontext(&at_, begin, 0);
        return true;
    }

    void switch_to(context& next) noexcept {
        arriving = &next;
        // NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread, and one mask.
        sigprocmask(SIG_BLOCK, nullptr, &next.at_.uc_sigmask);
        swapcontext(&at_, &next.at_);
    }

    std::size_t keep(watched_stack& tool) { return stack_.keep(tool); }

    [[nodiscard]] const void* lowest() const { return stack_.lowest(); }
    [[nodiscard]] std::size_t size() const { return stack_.size(); }

  private:
    static void begin() noexcept { arriving->entry_(arriving->argument_); }

    /// What `begin` is given, as makecontext passes numbers only.
    static inline context* arriving = nullptr;

    posix_stack stack_;
    ucontext_t at_{};
    void (*entry_)(void*) = nullptr;
    void* argument_ = nullptr;
};

} // namespace weft::backend
