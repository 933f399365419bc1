// What threads do with a lock, while what it is made of is looked at.
#pragma once

namespace proof {

/// Two threads, and a third one that may give up. `early_returns` is for `begin_run`.
void one_gives_up(int early_returns);

/// Three threads, of which the last one to have the lock destroys it, while others may not yet have
/// returned from `release`.
void last_one_destroys(int early_returns);

/// Two locks that have one queue of a table, each with a thread, and one that may give up.
void two_are_beside(int early_returns);

/// Three threads, of which one may give up, on a parking that hands locks over: none is woken for
/// the lock in vain more than once.
void all_are_handed_it(int early_returns);

} // namespace proof
