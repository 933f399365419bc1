// A depth-first search through the tree of choices: each run goes as the one before up to the last
// choice where a possibility is left, and takes that.
#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "policies.hpp"

namespace weft {

namespace {

constexpr auto unbounded = static_cast<unsigned>(-1);
constexpr unsigned most_waits = 4;

/// What a thread would do next: an object is known by the order in which the run comes to them, as
/// another run may have it elsewhere.
struct step {
    unsigned thread;
    operation what;
    unsigned object; ///< 0: none
};

bool concerns_all(const step& each) {
    return polls(each.what) || each.what == operation::interrupt || each.what == operation::end ||
           each.what == operation::range || each.what == operation::fence;
}

/// Whether their order may make a difference.
bool depend(const step& a, const step& b) {
    const bool both_read = a.what == operation::read && b.what == operation::read;
    return a.thread == b.thread || concerns_all(a) || concerns_all(b) ||
           (a.object != 0 && a.object == b.object && !both_read);
}

/// A choice that the runs have in common which are made next.
struct choice {
    std::size_t possibilities;
    std::size_t taken = 0;
    std::vector<std::size_t> left{};  ///< to be taken in other runs, the last one first
    std::vector<bool> is_deviation{}; ///< of each possibility, for the bound
    // Of choices between threads, where there is no bound.
    std::vector<step> steps{};
    std::vector<step> asleep{}; ///< what was tried before, and nothing since then depends on
};

class exhaustive final : public policy_chooser, backend::chooser {
  public:
    explicit exhaustive(unsigned preemptions) : bound_(preemptions) {}

    backend::chooser& begin(std::uint64_t) override {
        at_ = 0;
        deviations_ = 0;
        asleep_.clear();
        objects_.clear();
        waited_ = 0;
        return *this;
    }

    std::size_t next(able_threads able, bool may_stay) override {
        std::vector<step> steps;
        if (bound_ == unbounded) {
            for (const backend::stack_thread* each : able)
                steps.push_back(step_of(each->next));
        }
        if (!is_new(able.size(), true))
            return go_on(able);
        choice made{.possibilities = able.size(), .steps = std::move(steps), .asleep = asleep_};
        std::vector<std::size_t> open;
        const bool all_wait = std::all_of(able.begin(), able.end(), waits_for_others);
        for (std::size_t i = 0; i < able.size(); ++i) {
            const backend::stack_thread& each = *able[i];
            const bool waits = !all_wait && waits_for_others(&each);
            made.is_deviation.push_back(may_stay ? i != 0 : waits);
            const bool is_asleep =
                std::any_of(asleep_.begin(), asleep_.end(),
                            [&](const step& one) { return one.thread == each.next.thread; });
            const bool too_many = made.is_deviation.back() && deviations_ >= bound_;
            // Threads that wait for each other, and none does anything, spin.
            const bool spins = bound_ == unbounded && waits && waited_ >= most_waits;
            left_out_ = left_out_ || (spins && !is_asleep);
            if (!is_asleep && !too_many && !spins)
                open.push_back(i);
        }
        if (open.empty())
            return seen;
        std::reverse(open.begin(), open.end());
        made.taken = open.back();
        open.pop_back();
        made.left = std::move(open);
        path_.push_back(std::move(made));
        return go_on(able);
    }

    std::size_t choose(std::size_t n) override {
        if (is_new(n, false)) {
            choice made{.possibilities = n};
            for (std::size_t i = n - 1; i != 0; --i)
                made.left.push_back(i);
            path_.push_back(std::move(made));
        }
        return path_[at_++].taken;
    }

    bool end(std::size_t) override {
        while (!path_.empty()) {
            choice& last = path_.back();
            if (!last.left.empty()) {
                if (!last.steps.empty())
                    last.asleep.push_back(last.steps[last.taken]);
                last.taken = last.left.back();
                last.left.pop_back();
                return true;
            }
            path_.pop_back();
        }
        return false;
    }

    bool start_over() override {
        path_.clear();
        left_out_ = false;
        return true;
    }

    [[nodiscard]] bool is_complete() const override { return !left_out_; }

  private:
    /// Whether this choice was not made in the run before. What comes later there is forgotten
    /// where the body does not do the same.
    bool is_new(std::size_t possibilities, bool is_of_threads) {
        if (at_ < path_.size() && (path_[at_].possibilities != possibilities ||
                                   path_[at_].is_deviation.empty() == is_of_threads))
            path_.resize(at_, choice{.possibilities = 0});
        return at_ == path_.size();
    }

    std::size_t go_on(able_threads able) {
        const choice& made = path_[at_++];
        if (made.is_deviation[made.taken])
            ++deviations_;
        const backend::stack_thread& next = *able[made.taken];
        if (waits_for_others(&next))
            ++waited_;
        else if (next.next.what != operation::count)
            waited_ = 0;
        if (!made.steps.empty()) {
            const step& taken = made.steps[made.taken];
            asleep_.clear();
            std::copy_if(made.asleep.begin(), made.asleep.end(), std::back_inserter(asleep_),
                         [&](const step& each) { return !depend(each, taken); });
        }
        return made.taken;
    }

    /// It has let others go first, or waits for a time that may as well come later.
    static bool waits_for_others(const backend::stack_thread* thread) {
        return thread->next.what == operation::yield || thread->asleep.has_value();
    }

    step step_of(const backend::next_step& next) {
        unsigned object = 0;
        if (next.object != nullptr)
            object = objects_.emplace(next.object, static_cast<unsigned>(objects_.size()) + 1)
                         .first->second;
        return {next.thread, next.what, object};
    }

    const unsigned bound_;
    std::vector<choice> path_;
    std::size_t at_ = 0;
    unsigned deviations_ = 0;
    std::vector<step> asleep_;
    std::unordered_map<const void*, unsigned> objects_;
    unsigned waited_ = 0;   ///< how many in a row of those that were chosen last
    bool left_out_ = false; ///< something that would have to be run to say that all hold
};

} // namespace

std::unique_ptr<policy_chooser> make_exhaustive(unsigned preemptions) {
    return std::make_unique<exhaustive>(preemptions);
}

} // namespace weft
