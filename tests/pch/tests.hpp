// What almost all tests include that takes long to compile.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <doctest/doctest.h>
