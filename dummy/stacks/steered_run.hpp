// A run of a program, as it is steered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "chooser.hpp"

namespace weft::backend {

struct thread_start;

/// By the order of their starts in a run.
unsigned number_of(const stack_thread& thread) noexcept;

/// At the `at`th choice of a run, the first being 0, possibility `chosen` was taken. Where nothing
/// is told, it was 0.
struct deviation {
    std::size_t at;
    std::size_t chosen;
};

class steered_run {
  public:
    steered_run(chooser& by, std::size_t most_steps) : by_(by), steps_left_(most_steps) {}
    steered_run(const steered_run&) = delete;
    steered_run& operator=(const steered_run&) = delete;

    /// Which of those that can go on does; or `over`.
    std::size_t next(able_threads able, bool may_stay) {
        if (able.empty() || steps_left_-- == 0) {
            ended(able.empty() ? end::deadlock : end::livelock);
            return over;
        }
        if (able.size() == 1)
            return 0;
        const std::size_t chosen = by_.next(able, may_stay);
        if (chosen == chooser::seen) {
            ended(end::seen);
            return over;
        }
        note(able.size(), chosen, number_of(*able[chosen]));
        return chosen;
    }
    static constexpr std::size_t over = chooser::seen;

    std::size_t choose(std::size_t n) {
        const std::size_t chosen = by_.choose(n);
        note(n, chosen, 0);
        return chosen;
    }

    /// A thread of the run calls `weft::fail`. Does not return.
    virtual void failed(const std::string& why) = 0;

    [[nodiscard]] const std::vector<deviation>& deviations() const { return deviations_; }
    [[nodiscard]] std::size_t choices() const { return choices_; }
    /// Of all that there was to be chosen from, and what was: of two runs under the same schedule
    /// it is the same, if the program does the same.
    [[nodiscard]] std::uint64_t fingerprint() const { return fingerprint_; }

  protected:
    ~steered_run() = default;

    enum class end : std::uint8_t { deadlock, livelock, seen };
    /// The run is over by that, before it has failed, or its body has ended.
    virtual void ended(end how) = 0;

  private:
    void note(std::size_t possibilities, std::size_t chosen, std::uint64_t who) {
        if (chosen != 0)
            deviations_.push_back({choices_, chosen});
        ++choices_;
        fingerprint_ =
            (fingerprint_ ^ (possibilities << 16) ^ chosen ^ (who << 32)) * 0x100000001B3u;
    }

    chooser& by_;
    std::size_t steps_left_;
    std::vector<deviation> deviations_;
    std::size_t choices_ = 0;
    std::uint64_t fingerprint_ = 0;
};

/// Runs `body` as a thread, and all that it starts, as `run` decides, until the body has ended, or
/// `end_run`. Who has not ended then never goes on. REQUIRES: there is no other thread than the
/// running one.
void run_steered(thread_start& body, std::size_t stack_size, steered_run& run);

/// Ends the run, whoever runs in it: `run_steered` returns.
[[noreturn]] void end_run() noexcept;

} // namespace weft::backend
