#include "deadlock.hpp"

#include <algorithm>
#include <unordered_map>

#include "ended_threads.hpp"
#include "holder.hpp"
#include "purpose_words.hpp"
#include "thread_name.hpp"
#include "word.hpp"

namespace weft::backend {

namespace {

/// Whether what is waited for is drawn in a chain as an arrow to who has it: locks, and their like.
bool is_drawn(const blocked& waiting) {
    return waiting.inside != nullptr ||
           (waiting.why != purpose::end_of_thread &&
            (says_holder(waiting.why) || waiting.why == purpose::sleep));
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
                lines += chain(has_cycle && &first != &all_.front() ? *at : first);
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
        if (waiting.inside != nullptr)
            by = held_by(waiting.inside->ident);
        else if (says_holder(waiting.why))
            by = holder(load(*waiting.word));
        const auto found = by_holder_.find(by);
        return found == by_holder_.end() ? nullptr : found->second;
    }

    [[nodiscard]] std::string name_of_holder(const blocked& waiting) const {
        if (const blocked* const alive = awaited(waiting))
            return name_of(*alive->thread) + (alive == &waiting ? " itself" : "");
        if (load(*waiting.word) == 0)
            return "nobody: it was destroyed while a thread waited for it";
        const ended_thread* const ended = ended_holder(load(*waiting.word));
        return ended == nullptr ? "a thread that has ended"
                                : thread_name(ended->ident, ended->started) + ", which has ended";
    }

    [[nodiscard]] std::string awaited_name(const blocked& waiting) const {
        if (waiting.inside != nullptr)
            return name_of(*waiting.inside) + ", which runs inside its start_new_thread";
        const purpose_words words = words_of(waiting.why);
        const std::string holder = says_holder(waiting.why) ? name_of_holder(waiting) : "";
        return said(words.name, waiting.word, holder) + said(words.in_vain, waiting.word, holder);
    }

    /// To where it ends, or comes to a thread for the second time: "main -> lock 0x... held by #2
    /// worker() -> lock 0x... held by main"; or, where there is something that nobody holds, "main
    /// waits for the end of #2 worker(), which waits for semaphore 0x... that nobody can release",
    /// without what the line of one thread says, too.
    [[nodiscard]] std::string chain(const blocked& first) const {
        std::vector<const blocked*> drawn;
        for (const blocked* at = &first;
             at != nullptr && std::find(drawn.begin(), drawn.end(), at) == drawn.end();
             at = awaited(*at))
            drawn.push_back(at);
        const bool all_drawn = std::all_of(drawn.begin(), drawn.end(),
                                           [](const blocked* each) { return is_drawn(*each); });
        if (!all_drawn && drawn.size() == 1)
            return "";
        std::string text = "  " + name_of(*first.thread);
        for (const blocked* const each : drawn) {
            if (all_drawn)
                text += " -> ";
            else
                text += each == &first ? " waits for " : ", which waits for ";
            text += awaited_name(*each);
        }
        return text + "\n";
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
