#include "purpose_words.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

namespace weft {

namespace {

using address_text = std::array<char, 32>;

constexpr purpose_words held(std::string_view name) {
    return {name, " held by *", "acquires ", "holds ", "releases "};
}

constexpr purpose_words run(std::string_view name) {
    return {name, ", run by *", "begins ", "runs ", "ends "};
}

constexpr purpose_words awaited(std::string_view name, std::string_view in_vain,
                                std::string_view gives_back, std::string_view takes = "passes ") {
    return {name, in_vain, takes, "", gives_back};
}

} // namespace

purpose_words words_of(backend::purpose why) noexcept {
    switch (why) {
        using enum backend::purpose;
    case sleep:
        return awaited("the end of a sleep", " that has none", "ends ");
    case lock:
        return held("lock @");
    case mutex:
        return held("mutex @");
    case end_of_thread:
        return awaited("the end of *", "", "comes to ");
    case initialiser:
        return run("the initialiser of a static object");
    case once:
        return run("the function of once_flag @");
    case shared_mutex:
    case shared_mutex_free:
        return held("shared mutex @");
    case condition:
        return awaited("condition variable @", " that nobody can notify", "notifies ");
    case semaphore:
        return awaited("semaphore @", " that nobody can release", "releases ", "acquires ");
    case latch:
        return awaited("latch @", " that nobody can count down", "counts down ");
    case barrier:
        return awaited("barrier @", " that nobody else can arrive at", "arrives at ");
    case future:
        return awaited("future @", " whose promise nobody can keep", "keeps the promise of ");
    case callback:
        return awaited("the end of stop callback @", ", which another thread runs", "comes to ");
    case leaving:
        return awaited("others to leave condition variable @", "", "lets ");
    case futex:
        return awaited("futex @", " that nobody can wake", "wakes ");
    case outside:
        return awaited("the system", "", "hears from ");
    }
    return {};
}

void say(std::span<char> text, std::string_view words, const void* object,
         std::string_view holder) noexcept {
    address_text address{};
    std::snprintf(address.data(), address.size(), "%p", object);
    std::size_t length = 0;
    const auto put = [&](std::string_view part) {
        const std::size_t size = std::min(part.size(), text.size() - 1 - length);
        std::copy_n(part.begin(), size, text.begin() + static_cast<std::ptrdiff_t>(length));
        length += size;
    };
    for (const char& each : words) {
        if (each == '@')
            put(address.data());
        else if (each == '*')
            put(holder);
        else
            put({&each, 1});
    }
    text[length] = '\0';
}

std::string said(std::string_view words, const void* object, std::string_view holder) {
    std::string text(words.size() + address_text().size() + holder.size(), '\0');
    say(text, words, object, holder);
    text.resize(std::strlen(text.c_str()));
    return text;
}

} // namespace weft
