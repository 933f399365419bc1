// The interactive interrupt, where it is a signal of C's: SIGINT.
#pragma once

#include <csignal>

namespace support {

/// Has the running thread get it.
inline bool ctrl_c() {
    return std::raise(SIGINT) == 0;
}

/// While one lives, SIGINT has that handler.
class ctrl_c_handler_while {
  public:
    explicit ctrl_c_handler_while(void (*handler)(int))
        : handler_(handler), previous_(std::signal(SIGINT, handler)) {}
    ~ctrl_c_handler_while() { std::signal(SIGINT, previous_); }
    ctrl_c_handler_while(const ctrl_c_handler_while&) = delete;
    ctrl_c_handler_while& operator=(const ctrl_c_handler_while&) = delete;

    /// Whether it has it now.
    [[nodiscard]] bool is_set() const {
        const auto current = std::signal(SIGINT, SIG_DFL);
        std::signal(SIGINT, current);
        return current == handler_;
    }

  private:
    void (*handler_)(int);
    void (*previous_)(int);
};

/// While one lives, the test handles it itself.
class own_ctrl_c : public ctrl_c_handler_while {
  public:
    own_ctrl_c() : ctrl_c_handler_while(count) { calls_ = 0; }

    /// How often it has come to the test.
    [[nodiscard]] int calls() const { return calls_; }

  private:
    static void count(int) { calls_ = calls_ + 1; }

    static inline volatile std::sig_atomic_t calls_ = 0;
};

/// While one lives, it is ignored.
class ignored_ctrl_c : public ctrl_c_handler_while {
  public:
    ignored_ctrl_c() : ctrl_c_handler_while(SIG_IGN) {}
};

} // namespace support
