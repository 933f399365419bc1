#include "run_told.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <sys/mman.h>
#include <system_error>
#include <vector>

#include "stack_thread.hpp"

namespace weft::posix {

run_told& share_run_told() {
    void* const place = mmap(nullptr, sizeof(run_told), PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED)
        throw std::system_error(errno, std::generic_category(), "no memory to explore with");
    return *static_cast<run_told*>(place);
}

telling_chooser::telling_chooser(backend::chooser& by, bool learns, run_told& told)
    : by_(by), learns_(learns), told_(told) {
    chosen_access = by.chosen_access;
}

void telling_chooser::offer(const run_told::offer& more) {
    if (learns_ && told_.offers++ < run_told::most)
        told_.offered[told_.offers - 1] = more;
}

std::size_t telling_chooser::taken(std::size_t chosen) {
    chosen_access = by_.chosen_access;
    ++told_.choices;
    if (chosen != 0 && chosen != seen && told_.deviations != run_told::most)
        told_.made[told_.deviations++] = {at, chosen};
    return chosen;
}

std::size_t telling_chooser::next(backend::able_threads able, bool may_stay) {
    if (learns_) {
        offer({static_cast<unsigned>(able.size()), true, may_stay, false, {}, nullptr});
        for (const backend::stack_thread* each : able)
            offer({each->next.thread, true, may_stay, each->asleep.has_value(), each->next.what,
                   each->next.object});
    }
    by_.at = at;
    return taken(by_.next(able, may_stay));
}

std::size_t telling_chooser::choose(std::size_t n) {
    offer({static_cast<unsigned>(n), false, false, false, {}, nullptr});
    by_.at = at;
    return taken(by_.choose(n));
}

void learn(backend::chooser& by, const run_told& told) {
    if (told.offers > run_told::most)
        throw std::runtime_error("a run has too many choices for an exhaustive search");
    std::vector<std::unique_ptr<backend::stack_thread>> all;
    std::vector<backend::stack_thread*> able;
    for (const auto *next = told.offered, *end = next + told.offers; next != end;) {
        const run_told::offer& choice = *next++;
        if (!choice.is_of_threads) {
            by.choose(choice.possibilities_or_thread);
            continue;
        }
        able.clear();
        for (unsigned i = 0; i != choice.possibilities_or_thread && next != end; ++i, ++next) {
            const unsigned number = next->possibilities_or_thread;
            while (all.size() <= number)
                all.push_back(std::make_unique<backend::stack_thread>());
            backend::stack_thread& thread = *all[number];
            thread.next.thread = number;
            thread.next.what = next->what;
            thread.next.object = next->object;
            thread.asleep.reset();
            if (next->is_asleep)
                thread.asleep.emplace();
            able.push_back(&thread);
        }
        by.next(able, choice.may_stay);
    }
}

} // namespace weft::posix
