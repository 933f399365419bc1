// What weft keeps in an object of the platform's.
#pragma once

#include <new>
#include <type_traits>

namespace weft::posix {

/// `Kept` in the first bytes of `place`. Where all of these are zero, as static initialisers and
/// `memset` leave them, it is constructed: so are all words of weft's.
template <class Kept, class Place>
Kept& kept_in(Place& place) noexcept {
    static_assert(sizeof(Kept) <= sizeof(Place));
    static_assert(alignof(Kept) <= alignof(Place));
    static_assert(std::is_trivially_destructible_v<Kept>);
    return *std::launder(reinterpret_cast<Kept*>(&place));
}

/// Constructs it.
template <class Kept, class Place, class... Given>
Kept& keep_in(Place& place, Given... given) {
    static_assert(sizeof(Kept) <= sizeof(Place));
    static_assert(alignof(Kept) <= alignof(Place));
    static_assert(std::is_trivially_destructible_v<Kept>);
    return *::new (static_cast<void*>(&place)) Kept{given...};
}

} // namespace weft::posix
