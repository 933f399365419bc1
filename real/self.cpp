// The running thread's record, and its ident.
#include "self.hpp"
#include "backend.hpp"
#include "kept_ident.hpp" // the system's
#include "owed.hpp"       // the system's
#include "own_record.hpp" // the system's
#include "word.hpp"       // the C library's, or the compiler's

namespace weft {

constinit std::uint32_t detail::sole_holder = 0;

namespace backend {

namespace {

constinit std::uint32_t main_is_known = 0;

/// The main thread initialises the program. This comes before the program's own initialisers, which
/// may start threads.
WEFT_INITIALISED_EARLY const struct know_main {
    know_main() { static_cast<void>(self()); }
} at_initialisation;

} // namespace

thread_record& self() noexcept {
    thread_record& record = own_record();
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

void become(const thread_record& started) noexcept {
    begin_to_owe();
    own_record() = started;
    keep_ident(started.ident);
}

} // namespace backend

} // namespace weft
