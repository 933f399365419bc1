// The picture as a file, mandelbrot.ppm.
#include <cstddef>
#include <fstream>
#include <string>

#include "display.hpp"

void show(const tile& ready) {
    static const std::string head =
        "P6\n" + std::to_string(width) + ' ' + std::to_string(height) + "\n255\n";
    static std::ofstream file = [] {
        std::ofstream opened("mandelbrot.ppm", std::ios::binary);
        opened.exceptions(std::ios::failbit | std::ios::badbit);
        opened << head;
        return opened;
    }();
    const std::size_t line = 3 * static_cast<std::size_t>(ready.width);
    for (int y = 0; y < ready.height; ++y) {
        const int point = (ready.top + y) * width + ready.left;
        file.seekp(static_cast<std::streamoff>(head.size()) + 3 * point);
        file.write(reinterpret_cast<const char*>(&ready.colours[line * y]),
                   static_cast<std::streamsize>(line));
    }
}
