// With WEFT_VERBOSE, which `weft-run --verbose` sets, it is said at the end how often threads took
// turns: the same number on every run, unless they waited for the system, or for a time.
#include <cstdio>
#include <unistd.h>

#include "environment.hpp"
#include "high_descriptor.hpp"
#include "host.hpp"
#include "outside.hpp"
#include "told_options.hpp"

namespace weft::posix {

namespace {

WEFT_INITIALISED_EARLY const class said_at_end {
  public:
    said_at_end() {
        if (value_of(verbose_variable) != nullptr && value_of(runs_variable) == nullptr)
            errors_ = duplicate_high(STDERR_FILENO);
    }
    ~said_at_end() {
        if (errors_ >= 0)
            dprintf(errors_, "weft: threads took turns %lu times\n", backend::outside::passes);
    }

  private:
    int errors_ = -1; ///< some programs close theirs before they end
} at_end;

} // namespace

} // namespace weft::posix
