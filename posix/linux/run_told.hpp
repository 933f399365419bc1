// What a run tells the process that explores, while it is made: it may end in any way.
#pragma once

#include <cstddef>
#include <cstdint>

#include "chooser.hpp"
#include "operation.hpp"
#include "schedule.hpp"

namespace weft::posix {

/// How a run is over before the program ends by itself.
enum class early_end { none, deadlock, livelock, race, seen };

/// In memory that both see, and which is as large as was ever needed.
struct run_told {
    early_end early;
    std::size_t choices;
    std::size_t deviations;
    std::size_t offers;
    std::size_t places;

    static constexpr std::size_t most = std::size_t{1} << 22;
    backend::deviation made[most];

    /// Of each choice, as the chooser was asked: the choice; and of threads, each of them.
    struct offer {
        unsigned possibilities_or_thread;
        bool is_of_threads;
        bool may_stay;
        bool is_asleep;
        operation what;
        const void* object;
    } offered[most];

    /// Where the program comes to what threads share, as far as it was not known.
    std::uintptr_t learned[most];

    void begin() { early = early_end::none, choices = deviations = offers = places = 0; }
    [[nodiscard]] schedule deviated() const { return {made, made + deviations}; }
};

/// Throws std::system_error.
run_told& share_run_told();

/// Chooses as `by` does, and tells that; where `by` learns of each choice, also what it was.
class telling_chooser final : public backend::chooser {
  public:
    telling_chooser(backend::chooser& by, bool learns, run_told& told);
    std::size_t next(backend::able_threads able, bool may_stay) override;
    std::size_t choose(std::size_t n) override;

  private:
    void offer(const run_told::offer& more);
    std::size_t taken(std::size_t chosen);

    backend::chooser& by_;
    const bool learns_;
    run_told& told_;
};

/// Has `by`, which was copied when the process forked, learn what its copy was asked. Throws
/// std::runtime_error where that was too much.
void learn(backend::chooser& by, const run_told& told);

} // namespace weft::posix
