// Parking as the contract has it, and as badly as it allows: a park may return early, and tell one
// who was woken that it is too late. Locks are never handed over.
#pragma once

namespace weft::backend {

/// How often parks in this run may still return early.
extern constinit int early_returns_left;

} // namespace weft::backend
