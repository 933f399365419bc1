// What chooses schedules, run after run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "chooser.hpp"
#include "stack_thread.hpp"
#include "steered_run.hpp"

namespace weft {

struct policy;
using backend::able_threads;

class policy_chooser {
  public:
    policy_chooser() = default;
    virtual ~policy_chooser() = default;
    policy_chooser(const policy_chooser&) = delete;
    policy_chooser& operator=(const policy_chooser&) = delete;

    /// A run begins, with a seed of its own. Returns what chooses in it.
    virtual backend::chooser& begin(std::uint64_t seed) = 0;
    /// It has ended, with so many choices in it. Returns whether there is another one to be made.
    virtual bool end(std::size_t choices) = 0;
    /// There are more choices in a run than were known of. Returns false where that makes no
    /// difference; else what was done is to be done again.
    virtual bool start_over() { return false; }
    /// Whether there was no other one, when that is so.
    [[nodiscard]] virtual bool is_complete() const { return false; }
};

std::unique_ptr<policy_chooser> make_first_in_line();
std::unique_ptr<policy_chooser> make_random_walk();
std::unique_ptr<policy_chooser> make_priorities(unsigned depth);
std::unique_ptr<policy_chooser> make_partial_order();
std::unique_ptr<policy_chooser> make_mix();
/// Without a bound where `preemptions` is the largest number there is.
std::unique_ptr<policy_chooser> make_exhaustive(unsigned preemptions);

std::unique_ptr<policy_chooser> make_policy(const policy& chosen);

/// Has the same chosen as was in a run that made these.
std::unique_ptr<policy_chooser> make_replay(const std::vector<backend::deviation>& made);

} // namespace weft
