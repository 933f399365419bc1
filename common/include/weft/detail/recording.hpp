// A run of `weft::explore`, step by step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "weft/ident.hpp"

namespace weft {

enum class operation : std::uint8_t;
enum class event : std::uint8_t;

namespace backend {
enum class purpose : std::uint8_t;
}

namespace detail {

/// A thread goes on, to do what it was about to; or something happens while it does.
struct recorded {
    std::size_t step = 0; ///< its number, the first being 1; 0: it happens within the one before
    ident_t thread = 0;
    operation next{}; ///< of a step
    event what{};     ///< of others
    const void* object = nullptr;
    backend::purpose why{}; ///< of others: what the object is
    ident_t other = 0;      ///< the thread that it starts, or that has what it waits for
    bool deviates = false;  ///< what would go on without steering does not
    std::string place{};    ///< in the program's code; "" where it is not known
};

struct recorded_thread {
    ident_t ident = 0;
    std::string name{}; ///< as in reports
};

struct recording {
    std::vector<recorded_thread> threads{}; ///< in the order of their starts
    std::vector<recorded> all{};
    std::size_t left_out = 0; ///< how many steps were before those
};

} // namespace detail

} // namespace weft
