// Where a program is built without exceptions.
#pragma once

namespace weft::backend {

struct exception_state {
    static exception_state taken() noexcept { return {}; }
    void put() const noexcept {}
};

} // namespace weft::backend
