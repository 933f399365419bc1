#include "deadlock.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unordered_map>

#include "ended_threads.hpp"
#include "holder.hpp"
#include "thread_name.hpp"
#include "word.hpp"

namespace weft::backend {

namespace {

std::string address_of(const std::uint32_t* lock) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%p", static_cast<const void*>(lock));
    return text.data();
}

class report {
  public:
    explicit report(const std::vector<blocked>& all) : all_(all) {
        for (const blocked& each : all)
            by_holder_.emplace(held_by(each.thread->ident), &each);
    }

    [[nodiscard]] std::string text() const {
        std::string lines = "deadlock: no thread can ever run again\n";
        std::unordered_map<const blocked*, const blocked*> chain_of;
        for (const blocked& first : all_) {
            // Each thread waits for one, so a chain that meets itself has a cycle, and one that
            // meets another is drawn there.
            const blocked* at = &first;
            while (at != nullptr && chain_of.emplace(at, &first).second)
                at = awaited(*at);
            const bool has_cycle = at != nullptr && chain_of.at(at) == &first;
            if (has_cycle || &first == &all_.front())
                lines += "  " + chain(has_cycle && &first != &all_.front() ? *at : first) + "\n";
        }
        for (const blocked& each : all_)
            lines += "  " + name_of(*each.thread) + " waits for " + awaited_name(each) + "\n";
        lines.pop_back();
        return lines;
    }

  private:
    /// The thread that must go on for this one to go on, or null where none can.
    [[nodiscard]] const blocked* awaited(const blocked& waiting) const {
        std::uint32_t by = 0;
        if (waiting.lock != nullptr)
            by = holder(load(*waiting.lock));
        else if (waiting.inside != nullptr)
            by = held_by(waiting.inside->ident);
        const auto found = by_holder_.find(by);
        return found == by_holder_.end() ? nullptr : found->second;
    }

    [[nodiscard]] std::string name_of_holder(const blocked& waiting) const {
        if (const blocked* const alive = awaited(waiting))
            return name_of(*alive->thread) + (alive == &waiting ? " itself" : "");
        if (load(*waiting.lock) == 0)
            return "nobody: it was destroyed while a thread waited for it";
        const ended_thread* const ended = ended_holder(load(*waiting.lock));
        return ended == nullptr ? "a thread that has ended"
                                : thread_name(ended->ident, ended->started) + ", which has ended";
    }

    [[nodiscard]] std::string awaited_name(const blocked& waiting) const {
        if (waiting.inside != nullptr)
            return name_of(*waiting.inside) + ", which runs inside its start_new_thread";
        if (waiting.lock == nullptr)
            return "the end of a sleep that has none";
        return "lock " + address_of(waiting.lock) + " held by " + name_of_holder(waiting);
    }

    /// "main -> lock 0x... held by #2 worker() -> lock 0x... held by main": to where it ends, or
    /// comes to a thread for the second time.
    [[nodiscard]] std::string chain(const blocked& first) const {
        std::string text = name_of(*first.thread);
        std::vector<const blocked*> drawn;
        for (const blocked* at = &first;
             at != nullptr && std::find(drawn.begin(), drawn.end(), at) == drawn.end();
             at = awaited(*at)) {
            text += " -> " + awaited_name(*at);
            drawn.push_back(at);
        }
        return text;
    }

    const std::vector<blocked>& all_;
    std::unordered_map<std::uint32_t, const blocked*> by_holder_;
};

} // namespace

std::string name_of(const thread_record& thread) {
    return thread_name(thread.ident, thread.started);
}

std::string deadlock_report(const std::vector<blocked>& all) {
    return report(all).text();
}

} // namespace weft::backend
