// A set of signals, as the kernel has it.
#pragma once

#include <bit>
#include <csignal>
#include <cstdint>
#include <cstring>

namespace weft::posix {

inline constexpr int most_signals = 64;

class signal_set {
  public:
    constexpr signal_set() = default;
    constexpr explicit signal_set(std::uint64_t bits) : bits_(bits) {}
    /// All of them. A mask of the kernel's is only so long.
    static signal_set in(const sigset_t& given) noexcept {
        signal_set set;
        std::memcpy(&set.bits_, &given, sizeof set.bits_);
        return set;
    }
    void put_in(sigset_t& place) const noexcept { std::memcpy(&place, &bits_, sizeof bits_); }
    /// What nobody may block: what stops or ends a process, and the C library's own.
    static signal_set unblockable;
    /// Without these.
    static signal_set of(const sigset_t& given) noexcept { return in(given)-unblockable; }
    static constexpr signal_set only(int signal) noexcept {
        return signal_set(std::uint64_t{1} << (signal - 1));
    }
    static constexpr signal_set all() noexcept { return signal_set(~std::uint64_t{0}); }

    [[nodiscard]] constexpr bool has(int signal) const noexcept {
        return !(*this & only(signal)).is_empty();
    }
    [[nodiscard]] constexpr bool is_empty() const noexcept { return bits_ == 0; }
    /// REQUIRES: there is one.
    [[nodiscard]] constexpr int first() const noexcept { return std::countr_zero(bits_) + 1; }
    [[nodiscard]] sigset_t for_program() const noexcept {
        sigset_t set;
        sigemptyset(&set);
        put_in(set);
        return set;
    }

    constexpr signal_set operator|(signal_set other) const noexcept {
        return signal_set(bits_ | other.bits_);
    }
    constexpr signal_set operator&(signal_set other) const noexcept {
        return signal_set(bits_ & other.bits_);
    }
    constexpr signal_set operator-(signal_set other) const noexcept {
        return signal_set(bits_ & ~other.bits_);
    }
    constexpr bool operator==(const signal_set&) const noexcept = default;

  private:
    std::uint64_t bits_ = 0;
};

inline constinit signal_set signal_set::unblockable =
    only(SIGKILL) | only(SIGSTOP) | only(32) | only(33);

/// What the running instruction does, where the kernel sends them.
inline constexpr signal_set faults = signal_set::only(SIGSEGV) | signal_set::only(SIGBUS) |
                                     signal_set::only(SIGFPE) | signal_set::only(SIGILL) |
                                     signal_set::only(SIGTRAP) | signal_set::only(SIGSYS);

/// What the kernel keeps where nothing may come: those apart by which weft itself is called.
inline signal_set all_kept() noexcept {
    return signal_set::all() - (signal_set::unblockable & faults);
}

} // namespace weft::posix
