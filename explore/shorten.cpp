#include "shorten.hpp"

#include <algorithm>
#include <utility>

namespace weft {

namespace {

constexpr int most_tries = 1000;

} // namespace

void shorten(outcome& failed, const std::function<outcome(const schedule&)>& make) {
    int tries = 0;
    // Without larger parts first, then smaller ones, from the end, as what is chosen early decides
    // what can be chosen later.
    for (std::size_t part = std::max<std::size_t>(failed.made.size() / 2, 1);;) {
        bool shortened = false;
        for (std::size_t end = failed.made.size(); end != 0 && tries < most_tries; ++tries) {
            const std::size_t begin = end - std::min(part, end);
            schedule less = failed.made;
            less.erase(less.begin() + static_cast<std::ptrdiff_t>(begin),
                       less.begin() + static_cast<std::ptrdiff_t>(end));
            outcome tried = make(less);
            if (tried.is == outcome::kind::crashed) {
                failed = std::move(tried);
                return;
            }
            if (tried.is == failed.is && tried.what == failed.what &&
                tried.made.size() < failed.made.size()) {
                failed = std::move(tried);
                shortened = true;
            }
            end = std::min(begin, failed.made.size());
        }
        if (tries >= most_tries || (part == 1 && !shortened))
            return;
        part = std::max<std::size_t>(part / 2, 1);
    }
}

} // namespace weft
