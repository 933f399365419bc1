// Notifying when a thread has ended.
#include <memory>

#include "backend.hpp"
#include "thread_end.hpp"
#include "weft/std/condition_variable.hpp"

namespace weft {

namespace {

struct notify_at_end final : thread_end {
    notify_at_end(condition_variable& notified, mutex& unlocked, void (*told)(void*))
        : condition(notified), held(unlocked), teller(told) {}

    /// Who is notified may destroy both when the mutex is unlocked.
    void ended() noexcept override {
        condition.notify_all();
        if (teller != nullptr)
            teller(&held);
        held.unlock();
        delete this;
    }

    condition_variable& condition;
    mutex& held;
    void (*const teller)(void*);
};

} // namespace

void detail::notify_all_at_end(condition_variable& condition, mutex& held, void (*teller)(void*)) {
    auto owed = std::make_unique<notify_at_end>(condition, held, teller);
    backend::at_end(*owed);
    static_cast<void>(owed.release());
}

} // namespace weft
