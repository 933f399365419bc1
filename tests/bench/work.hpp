// A thousand numbers are sorted, and a thousand searched for.
#pragma once

#include <cstdint>

std::uint32_t plain_work(std::uint32_t seed);
std::uint32_t instrumented_work(std::uint32_t seed);
