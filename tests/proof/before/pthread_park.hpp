// The defects that are seeded in pthread_park.cpp beside.
#pragma once

namespace proof {

extern constinit bool looks_unguarded;   ///< at the word, before it takes the guard
extern constinit bool signals_unguarded; ///< after it has let go of the guard

} // namespace proof
