// error: weft/dropin is for platforms whose own <mutex> has no threads
#include <mutex>

std::mutex mutex;
