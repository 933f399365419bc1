// The initialisers of objects that are static in a function, each by a word that says who runs it:
// `initialised_by` of that thread, or 0. Others wait for that thread, as for one that holds a lock.
//
// None of these is a point while a program is steered, as an object is initialised in one run of
// many, and a schedule is to mean the same in each; and of the waits alone is who watches told, as
// that has static objects, too.
#pragma once

#include <cstdint>

namespace weft::backend {

/// Whether the running thread begins it. If not, another thread was at it, which was waited for:
/// the object may be initialised now. A wait in vain of main, as no thread can ever run again, is
/// reported, and ends the program: some compilers count on nothing being thrown at such an object,
/// and destroy nothing then. So does a thread that is at it itself.
[[nodiscard]] bool begin_initialiser(std::uint32_t& by) noexcept;

/// The running thread has ended it, and the guard says so: all go on who waited.
void end_initialiser(std::uint32_t& by) noexcept;

/// The running thread has not ended it, as it threw: one of those who waited begins anew.
void leave_initialiser(std::uint32_t& by) noexcept;

/// A steered run is over. Who was abandoned in an initialiser never ends it, and the object is
/// there in the next run, too: another thread may begin it.
void forget_initialisers() noexcept;

} // namespace weft::backend
