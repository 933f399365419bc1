// The processes in which runs are made.
#pragma once

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

/// Forks. Throws std::system_error.
pid_t begin_child();

/// How the child has ended, as `wait` has it; nothing where that took too long, which ended it.
/// What it has started has ended then, too.
std::optional<int> wait_for_child(pid_t child, int seconds);

} // namespace weft::posix
