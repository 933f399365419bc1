// The dummy's parking where who is handed the lock is not told of others that wait: that they sleep
// for ever is found, and so what dummy_holds.cpp says has been looked for.
#include "bodies.hpp"
#include "check.hpp"

TEST_CASE("who waits for a lock that was handed to another is found to sleep for ever") {
    proof::check_found(proof::one_gives_up, "deadlock");
}
