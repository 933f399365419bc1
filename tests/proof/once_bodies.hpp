// What threads do with a flag of call_once, while what it is made of is looked at.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>

#include <weft/std/mutex.hpp>

#include "inside.hpp"
#include "parking.hpp"
#include "together.hpp"

namespace proof {

/// Three threads call the function, of whose calls the first `throwing` throw.
template <int throwing>
void three_call(int early_returns) {
    begin_run(early_returns);
    weft::once_flag flag;
    int counter = 0;
    int calls = 0;
    int returned = 0;
    {
        together all;
        for (int i = 0; i < 3; ++i) {
            all.start([&] {
                try {
                    weft::call_once(flag, [&] {
                        const inside alone(counter);
                        if (++calls <= throwing)
                            throw calls;
                        ++returned;
                    });
                    if (returned != 1)
                        weft::fail("it returned before the function had");
                } catch (int) {
                }
            });
        }
    }
    if (calls != (throwing < 3 ? throwing + 1 : 3))
        weft::fail("it was not called as often as it threw, and once more");
}

/// Who knows that all others have seen that it is done destroys the flag.
inline void last_one_destroys_flag(int early_returns) {
    begin_run(early_returns);
    alignas(weft::once_flag) std::byte place[sizeof(weft::once_flag)];
    auto* const flag = ::new (static_cast<void*>(place)) weft::once_flag;
    constexpr std::uint32_t garbage = 0x7E57'7E57;
    int began = 0;
    {
        together all;
        for (int i = 0; i < 3; ++i) {
            all.start([&] {
                const auto is_last = [&] { return ++began == 3; };
                weft::call_once(*flag, [] {});
                if (is_last())
                    std::memcpy(place, &garbage, sizeof garbage);
            });
        }
    }
    if (std::memcmp(place, &garbage, sizeof garbage) != 0)
        weft::fail("it was written to when it was destroyed");
}

} // namespace proof
