// What happens in a run, in its order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "chooser.hpp"
#include "events.hpp"
#include "host.hpp"
#include "weft/detail/recording.hpp"

namespace weft {

class recorder final : public watcher {
  public:
    void sees(event what, const std::uint32_t* word, backend::purpose why) noexcept override;
    void sees_start(const thread_record& started) override;
    /// The thread goes on.
    void step(ident_t thread, const backend::next_step& next, bool deviates);
    /// In the step that is made.
    void deviation();

    /// What was recorded last: about 10,000 steps or more, if there were so many.
    detail::recording recorded();

  private:
    void add(detail::recorded&& more);
    void forget(std::size_t first);
    /// Where in the program's code the running thread is.
    std::string place();

    struct code {
        std::string place;         ///< "" in libraries
        bool is_outermost = false; ///< calls a thread's function
    };
    const code& code_at(std::uintptr_t address);

    detail::recording made_;
    std::size_t steps_ = 0;
    struct known_thread {
        std::string place;  ///< where others may go before it
        ident_t holder = 0; ///< of what it waits for, or did last
    };
    std::unordered_map<ident_t, known_thread> known_of_;
    std::unordered_map<std::uintptr_t, code> known_;
};

} // namespace weft
