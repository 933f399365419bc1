// The running thread's record, in the thread's own storage.
#include "self.hpp"
#include "backend.hpp"
#include "kept_ident.hpp" // the system's
#include "lock_word.hpp"
#include "owed.hpp" // the system's
#include "word.hpp" // the C library's, or the compiler's

namespace weft {

constinit std::uint32_t detail::sole_holder = 0;

namespace backend {

namespace {

constinit thread_local thread_record record{.ident = 0};

constinit std::uint32_t main_is_known = 0;

/// The main thread initialises the program. This comes before the program's own initialisers, which
/// may start threads.
WEFT_INITIALISED_EARLY const struct know_main {
    know_main() { static_cast<void>(self()); }
} at_initialisation;

} // namespace

thread_record& self() noexcept {
    if (record.ident == 0)
        record.ident = kept_ident();
    if (record.ident == 0) {
        record.ident = replace(main_is_known, 0, 1) ? main_ident : new_ident();
        keep_ident(record.ident);
    }
    return record;
}

void at_end(thread_end& last) {
    owe(last);
}

constinit thread_local std::uint32_t known_owned = 0;

std::uint32_t learn_owned() noexcept {
    return known_owned = owner_word(self().ident);
}

void become(const thread_record& started) noexcept {
    begin_to_owe();
    record = started;
    keep_ident(record.ident);
}

} // namespace backend

} // namespace weft
