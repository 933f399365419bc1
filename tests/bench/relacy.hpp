// Relacy's run of the program in explore.cpp. In a file of its own, as its macros are words of C++.
#pragma once

#include <cstddef>

/// Whether two threads, each with so many sections under one lock, count right in all runs.
bool relacy_holds(int sections, std::size_t runs);
