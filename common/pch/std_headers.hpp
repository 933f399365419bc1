// What the library's files include that takes long to compile. Nothing of weft's own: clang-tidy
// does not look into it.
#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <vector>
