// A run of a program, as it is steered.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "chooser.hpp"
#include "events.hpp"

namespace weft::backend {

struct thread_start;

/// By the order of their starts in a run.
unsigned number_of(const stack_thread& thread) noexcept;

/// At the `at`th choice of a run, the first being 0, possibility `chosen` was taken. Where nothing
/// is told, it was 0. Each access to memory counts as a choice, so that it makes no difference
/// before which of them there was one.
struct deviation {
    std::size_t at;
    std::size_t chosen;
};

class steered_run {
  public:
    steered_run(chooser& by, std::size_t most_steps)
        : by_(by), work_left_(std::min(most_steps, most_work / step) * step + 1) {
        deviations_.reserve(32); // most runs have no more
    }
    steered_run(const steered_run&) = delete;
    steered_run& operator=(const steered_run&) = delete;

    /// Which of those that can go on does; or `over`. `at_access` where the running one has
    /// come to an access to memory, and `access` has said so.
    std::size_t next(able_threads able, bool may_stay, bool at_access) {
        if (is_over_) [[unlikely]]
            return over;
        if (able.empty() || !work(at_access ? 0 : step)) [[unlikely]] {
            ended(able.empty() ? end::deadlock : end::livelock);
            return over;
        }
        if (able.size() == 1 && !at_access)
            return tell_step(able, 0);
        ++offered_;
        by_.at = at_access ? choices_ - 1 : choices_++;
        const std::size_t chosen = by_.next(able, may_stay);
        if (chosen == chooser::seen) [[unlikely]] {
            ended(end::seen);
            return over;
        }
        if (!at_access || chosen != 0)
            note(able.size(), chosen, number_of(*able[chosen]));
        return tell_step(able, chosen);
    }
    static constexpr std::size_t over = chooser::seen;

    std::size_t choose(std::size_t n) {
        ++offered_;
        by_.at = choices_++;
        const std::size_t chosen = by_.choose(n);
        note(n, chosen, 0);
        if (watching != nullptr && chosen != 0)
            wakes_another();
        return chosen;
    }

    /// The running thread comes to an access to memory. Returns whether another one may go on
    /// before it: where it is known that threads share that, or where one did in the run that
    /// is replayed. All that is done without a choice has a `cost`, so that a loop without end
    /// is a livelock.
    bool access(bool is_shared, std::size_t cost) {
        const std::size_t at = choices_++;
        const bool is_chosen =
            by_.chosen_access == chooser::any ? is_shared : by_.chosen_access == at;
        return !work(cost) || is_chosen || (is_shared && watching != nullptr);
    }
    /// What a choice costs.
    static constexpr std::size_t step = 100;

    /// The running thread has the run fail, and ends it then: what has a destructor is gone by
    /// that time, as it would never be.
    virtual void failed(std::string_view why) = 0;
    /// The same, where accesses to memory race.
    virtual void raced() = 0;
    /// At that place in the code, the program comes to what threads share; it was not known.
    virtual void learned(std::uintptr_t) {}

    [[nodiscard]] std::vector<deviation> take_deviations() { return std::move(deviations_); }
    /// Where there was more than one possibility.
    [[nodiscard]] std::size_t choices() const { return offered_; }
    /// Of all that there was to be chosen from, and what was: of two runs under the same
    /// schedule it is the same, if the program does the same.
    [[nodiscard]] std::uint64_t fingerprint() const { return fingerprint_; }

  protected:
    ~steered_run() = default;

    /// At the next choice, so that the running thread destroys what it would lose.
    void end_soon() { is_over_ = true; }

    enum class end : std::uint8_t { deadlock, livelock, seen };
    /// The run is over by that, before it has failed, or its body has ended.
    virtual void ended(end how) = 0;

    // Where somebody watches:
    /// It goes on now; `deviates`: another one would without steering.
    virtual void goes_on(const stack_thread& thread, bool deviates) = 0;
    /// The running thread wakes another one than it would without steering.
    virtual void wakes_another() = 0;

  private:
    static constexpr std::size_t most_work = std::numeric_limits<std::size_t>::max() - 1;

    /// Returns false where there was too much.
    bool work(std::size_t cost) {
        work_left_ -= std::min(cost, work_left_);
        return work_left_ != 0;
    }

    std::size_t tell_step(able_threads able, std::size_t chosen) {
        if (watching != nullptr) [[unlikely]]
            goes_on(*able[chosen], chosen != 0);
        return chosen;
    }

    void note(std::size_t possibilities, std::size_t chosen, std::uint64_t who) {
        if (chosen != 0)
            deviations_.push_back({by_.at, chosen});
        fingerprint_ = (fingerprint_ ^ by_.at << 24 ^ possibilities << 16 ^ chosen ^ who << 32) *
                       0x100000001B3u;
    }

    chooser& by_;
    std::size_t work_left_;
    bool is_over_ = false;
    std::vector<deviation> deviations_;
    std::size_t choices_ = 0; ///< and accesses
    std::size_t offered_ = 0;
    std::uint64_t fingerprint_ = 0;
};

/// Runs `body` as a thread, and all that it starts, as `run` decides, until the body has ended,
/// or `end_run`. Who has not ended then never goes on. REQUIRES: there is no other thread than
/// the running one.
void run_steered(thread_start& body, std::size_t stack_size, steered_run& run);

/// Ends the run, whoever runs in it: `run_steered` returns.
[[noreturn]] void end_run() noexcept;

} // namespace weft::backend
