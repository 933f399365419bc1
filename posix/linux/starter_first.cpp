#include "environment.hpp"
#include "scheduler.hpp"
#include "told_options.hpp"
#include "weft/detail/attributes.hpp"

namespace weft::posix {

namespace {

WEFT_INITIALISED_EARLY const struct take_starter_first {
    take_starter_first() {
        if (value_of(starter_first_variable) != nullptr)
            backend::let_starters_run_first();
    }
} at_initialisation;

} // namespace

} // namespace weft::posix
