// The processes in which runs are made.
#pragma once

#include <csignal>
#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>

namespace weft::posix {

/// What runs read, and where they print.
class standard_files {
  public:
    /// From here on, what is printed is lost, and what is read begins anew in each run, where it
    /// comes from a file; elsewhere there is nothing.
    standard_files();
    void rewind() const;
    /// In a child: they are as they were.
    void restore() const;
    void print(const std::string& text) const;

  private:
    int before_[3];
    off_t begin_;
};

/// A signal that ends this process is here, and not yet taken. What the runs have started has
/// ended.
struct interrupted {
    int signal;
};

/// Forks, and waits for it, whatever signals this process was begun to ignore.
class steered_children {
  public:
    steered_children();

    /// In the child, signals are as they were. Throws std::system_error.
    [[nodiscard]] pid_t begin() const;

    /// How the child has ended, as `wait` has it; nothing where that took too long, which ended it.
    /// What it has started has ended then, too. Throws `interrupted`.
    [[nodiscard]] std::optional<int> wait(pid_t child, std::int64_t seconds) const;

  private:
    sigset_t awaited_{};
    sigset_t mask_before_{};
    struct sigaction action_before_ {};
};

/// As if this process had never waited for that signal.
[[noreturn]] void end_by(int signal);

} // namespace weft::posix
