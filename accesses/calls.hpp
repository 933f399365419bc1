// Which functions have called which: the stack of an access is one node of a tree, which is kept.
#pragma once

#include <cstdint>
#include <memory>

namespace weft::accesses {

/// A function that is called at `from` in `caller`'s. Never destroyed: there are as many as there
/// are ways to come to a function.
class call {
  public:
    constexpr call() = default;
    call(call* by, std::uintptr_t place) : caller(by), from(place) {}

    call* to(std::uintptr_t place) {
        for (call* each = callees_; each != nullptr; each = each->other_) {
            if (each->from == place)
                return each;
        }
        auto* const made = new call(this, place);
        made->other_ = callees_;
        callees_ = made;
        return made;
    }

    call* const caller = nullptr; ///< null: what the thread began with
    const std::uintptr_t from = 0;

  private:
    call* callees_ = nullptr;
    call* other_ = nullptr; ///< that its caller calls
};

} // namespace weft::accesses
