#include "initialisers.hpp"

#include <vector>

#include "backend.hpp"
#include "events.hpp"
#include "holder.hpp"
#include "misuse.hpp"
#include "steering.hpp"
#include "wait_queues.hpp"
#include "word.hpp"

namespace weft::backend {

namespace {

/// Those of the run that is made which have not ended; null where there was none. Never destroyed.
constinit std::vector<std::uint32_t*>* begun_in_run = nullptr;

void remember(std::uint32_t& by) {
    if (begun_in_run == nullptr)
        begun_in_run = new std::vector<std::uint32_t*>;
    begun_in_run->push_back(&by);
}

void forget(std::uint32_t& by) noexcept {
    if (steered != nullptr && begun_in_run != nullptr)
        std::erase(*begun_in_run, &by);
}

/// Lets those go on who wait. Returns whether there were any: for most objects there are none, and
/// nothing is to be seen of them.
bool wake_all(std::uint32_t& by) noexcept {
    if (count_waiting_on(&by) == 0)
        return false;
    unpark_all(&by);
    return true;
}

} // namespace

bool begin_initialiser(std::uint32_t& by) noexcept {
    const std::uint32_t mine = initialised_by(self().ident);
    const std::uint32_t seen = load(by);
    if (seen == 0) {
        exchange(by, mine);
        if (steered != nullptr)
            remember(by);
        return true;
    }
    if (seen == mine)
        misused("needs a static object while it initialises it");
    const told waiting(event::waits, event::stops_waiting, &by, purpose::initialiser);
    park(&by, seen, forever, purpose::initialiser);
    return false;
}

void end_initialiser(std::uint32_t& by) noexcept {
    forget(by);
    wake_all(by);
}

void leave_initialiser(std::uint32_t& by) noexcept {
    forget(by);
    exchange(by, 0);
    // Who was woken has its turn, against one that begins again and again.
    if (wake_all(by))
        yield();
}

void forget_initialisers() noexcept {
    if (begun_in_run == nullptr)
        return;
    for (std::uint32_t* const by : *begun_in_run)
        exchange(*by, 0);
    begun_in_run->clear();
}

} // namespace weft::backend
