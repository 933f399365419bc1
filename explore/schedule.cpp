#include "schedule.hpp"

#include <array>
#include <charconv>

#include "raise.hpp"

namespace weft {

namespace {

constexpr int base = 36;

std::string number(std::size_t value) {
    std::array<char, 32> digits{};
    return {digits.data(),
            std::to_chars(digits.data(), digits.data() + digits.size(), value, base).ptr};
}

/// Takes a number from the beginning of `text`. Returns whether there was one.
bool take_number(std::string_view& text, std::size_t& value) {
    const auto [end, problem] =
        std::from_chars(text.data(), text.data() + text.size(), value, base);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return problem == std::errc();
}

bool take(std::string_view& text, char wanted) {
    if (!text.starts_with(wanted))
        return false;
    text.remove_prefix(1);
    return true;
}

bool parse(std::string_view text, schedule& parsed) {
    std::size_t at = 0;
    do {
        std::size_t gap = 0;
        std::size_t chosen = 1;
        if (!take_number(text, gap) || (take(text, '.') && !take_number(text, chosen)))
            return false;
        parsed.push_back({at + gap, chosen});
        at += gap + 1;
    } while (take(text, ','));
    return text.empty();
}

} // namespace

std::string text_of(const schedule& made) {
    std::string text;
    std::size_t next = 0;
    for (const auto& [at, chosen] : made) {
        if (!text.empty())
            text += ',';
        text += number(at - next);
        if (chosen != 1)
            text += '.' + number(chosen);
        next = at + 1;
    }
    return text.empty() ? "-" : text;
}

schedule schedule_of(std::string_view text) {
    schedule parsed;
    if (text != "-" && !parse(text, parsed))
        raise(std::invalid_argument("weft::explore: \"" + std::string(text) +
                                    "\" is no schedule; one is printed where a run fails, "
                                    "such as \"2,0.3,1a\""));
    return parsed;
}

} // namespace weft
