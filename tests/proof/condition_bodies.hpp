// What threads do with a condition variable, while what it is made of is looked at.
#pragma once

namespace proof {

/// One waits for a token, one for a time, and says what it was notified of to the next; a third one
/// notifies one of them of the token.
void one_gives_up(int early_returns);

} // namespace proof
