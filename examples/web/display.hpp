// Where the picture is shown: a file, or a page.
#pragma once

#include <cstdint>
#include <vector>

constexpr int width = 1024;
constexpr int height = 640;

struct tile {
    int left, top;
    int width, height;
    std::vector<std::uint8_t> colours; ///< red, green and blue of each point, line by line
};

/// A tile that is ready. Called by main.
void show(const tile& ready);

/// Ends the program early. The display may call it at any time. It does not wait.
void cancel();
