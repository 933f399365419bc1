// Whether who comes by lets those go first that were woken in vain: both are looked at.
#pragma once

namespace proof {

inline constinit bool keeps_turns = true;

} // namespace proof
