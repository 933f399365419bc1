// What threads do with one lock, while each operation on its word is a step.
#pragma once

namespace proof {

/// Two threads, and a third one that may give up. In each run, `early_returns` parks may return
/// early.
void one_gives_up(int early_returns);

/// Three threads, of which the last one to have the lock destroys it, while others may not yet have
/// returned from `release`.
void last_one_destroys(int early_returns);

} // namespace proof
