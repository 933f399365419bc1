// How reports, timelines and traces say what a thread waits for, and what it has.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "purpose.hpp"

namespace weft {

/// In each, '@' stands for the address of the object, and '*' for who holds it.
struct purpose_words {
    /// "lock @", after "waits for".
    std::string_view name{};
    /// What follows where nobody can ever go on: " held by *", or why that is.
    std::string_view in_vain{};
    // What a thread does with it, before the name:
    std::string_view takes{};
    std::string_view has{}; ///< from then on; "" where nobody does
    std::string_view gives_back{};
};

purpose_words words_of(backend::purpose why) noexcept;

/// The words, into `text`: as much as there is room for, and a 0.
void say(std::span<char> text, std::string_view words, const void* object,
         std::string_view holder) noexcept;

std::string said(std::string_view words, const void* object, std::string_view holder);

} // namespace weft
