#include "deadlock.hpp"

#include <algorithm>
#include <unordered_map>

#include "ended_threads.hpp"
#include "holder.hpp"
#include "purpose_words.hpp"
#include "shared_word.hpp"
#include "thread_name.hpp"
#include "word.hpp"

namespace weft::backend {

namespace {

/// Whether a word says who has it: for a shared mutex, that is not the gate.
bool is_held(purpose why) {
    return says_holder(why) || why == purpose::shared_mutex_free;
}

/// Whether what is waited for is drawn in a chain as an arrow to who has it: locks, and their like.
bool is_drawn(const blocked& waiting) {
    return waiting.inside != nullptr || waiting.why == purpose::sleep ||
           (is_held(waiting.why) && waiting.why != purpose::end_of_thread);
}

/// The word that reports name an object by, and that says who has it, if one does.
const std::uint32_t* object_of(const blocked& waiting) {
    return waiting.why == purpose::shared_mutex ? shared_mutex_of(waiting.word) : waiting.word;
}

/// What `held_by` says of who has what is waited for; `one_share` times how many share it; or 0.
std::uint32_t holder_word(const blocked& waiting) {
    if (!is_held(waiting.why))
        return 0;
    const std::uint32_t word = load(*object_of(waiting));
    const bool is_shared =
        waiting.why == purpose::shared_mutex || waiting.why == purpose::shared_mutex_free;
    if (is_shared)
        return who_has_it(word);
    return waiting.why == purpose::initialiser && word != 0 ? holder(word) | 1 : holder(word);
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
    /// The thread that must go on for this one to go on, or null where none can, or no one does.
    [[nodiscard]] const blocked* awaited(const blocked& waiting) const {
        const auto found = by_holder_.find(
            waiting.inside != nullptr ? held_by(waiting.inside->ident) : holder_word(waiting));
        return found == by_holder_.end() ? nullptr : found->second;
    }

    [[nodiscard]] std::string name_of_holder(const blocked& waiting) const {
        if (const blocked* const alive = awaited(waiting))
            return name_of(*alive->thread) + (alive == &waiting ? " itself" : "");
        const std::uint32_t word = holder_word(waiting);
        if (word == 0)
            return "nobody: it was destroyed while a thread waited for it";
        if (word == one_share)
            return "a thread that shares it";
        if ((word & 1) == 0)
            return std::to_string(word / one_share) + " threads that share it";
        const ended_thread* const ended = ended_holder(word);
        return ended == nullptr ? "a thread that has ended"
                                : thread_name(ended->ident, ended->started) + ", which has ended";
    }

    [[nodiscard]] std::string awaited_name(const blocked& waiting) const {
        if (waiting.inside != nullptr)
            return name_of(*waiting.inside) + ", which runs inside its start_new_thread";
        const purpose_words words = words_of(waiting.why);
        const std::string holder = is_held(waiting.why) ? name_of_holder(waiting) : "";
        const std::uint32_t* const object = object_of(waiting);
        return said(words.name, object, holder) + said(words.in_vain, object, holder);
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
