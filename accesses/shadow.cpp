#include "shadow.hpp"

namespace weft::accesses {

shadow::page& shadow::find(std::uintptr_t number) {
    std::unique_ptr<page>& found = pages_[number];
    if (found == nullptr)
        found = std::make_unique<page>();
    return *found;
}

} // namespace weft::accesses
