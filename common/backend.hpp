// The contract between weft and what it runs on. A new platform fulfils this, in `real/` or
// `dummy/`, and nothing else.
//
// What a lock's word holds is in `lock_word.hpp`. Of the backends, only the dummy looks into it: it
// reads who holds a lock, and hands locks over. What an atomic operation on a word is, is in
// `word.hpp`, which the include path finds in the backend's folder:
//
//     std::uint32_t load(const std::uint32_t& word);                       acquire
//     std::uint32_t exchange(std::uint32_t& word, std::uint32_t value);    acquire and release
//     std::uint32_t add(std::uint32_t& word, std::uint32_t value);         acquire and release
//                  what it held before; modulo 2 to the power of 32
//     bool replace(std::uint32_t& word, std::uint32_t expected, std::uint32_t value);
//                  compare and swap: acquire; may not fail where the word holds `expected`
//     void relax();                    tells the processor that this thread spins
//     constexpr int spin_limit;        how often a thread looks at a lock's word before it parks
//     constexpr int look_limit, yield_limit;
//                  how often at one that another thread is to change: first without letting others
//                  run in between, then each time after it did
//     constexpr bool keeps_turns;      whether who comes by has to let a thread go first that was
//                  woken in vain: where a thread runs until it waits, it could be passed for ever
//     std::uint32_t held_by_this_thread();
//                  what a lock's word holds that the running thread took: bit 0 is set, bit 1 is
//                  not
//     std::uint32_t owned_by_this_thread();
//                  the same of what only the thread that took it gives back: the lower 30 bits of
//                  its ident are in bits 2 to 31
//
// How other threads are kept out of a scope that does not wait is in `exclusive.hpp`:
//
//     exclusive(own_lock& lock);    for a scope; `lock` is used by nothing else
//
// and how threads start in `spawn.hpp`, which is in `ends_later/` for backends whose threads do not
// end inside `start`:
//
//     constexpr bool ends_inside_start;    as in `weft/detail/task.hpp`
//     void spawn(thread_start& start, std::size_t stack_size);
//                  starts a thread, on a stack of at least `stack_size` bytes (0: what the system
//                  gives by default). It copies the record, runs `start`, and ends; nobody waits
//                  for it. `start` may be gone before this returns.
//                  Throws by `start.refused` where the system refuses, or std::bad_alloc; then
//                  nothing is run. Neither happens where `ends_inside_start`.
//                  REQUIRES: `stack_size` passed `check_stack_size`
//
// A backend also defines `weft::detail::sole_holder`, described in `weft/lock.hpp`.
//
// In a child of `fork`, only the thread that called it exists. What a backend knows of others, or
// they may have left half done, it forgets there, by `host::at_fork`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include "clock.hpp"
#include "purpose.hpp"
#include "thread_end.hpp"
#include "thread_record.hpp"

namespace weft::backend {

/// "futex", "pthread", "win32", "dummy": the kind of parking, as `backend_name()` says it.
extern const char* const name;

/// The running thread's record; the same one until the thread ends, thread-local destructors
/// included. A thread that weft did not start gets one on its first call, its ident from
/// `new_ident()`; the main thread has `main_ident`.
thread_record& self() noexcept;

/// Has `last.ended()` called when the running thread has ended, its thread_local objects destroyed:
/// of several, the one that was given last is the first. Never for the main thread, which ends with
/// the process. In a thread that weft did not start, thread_local objects that are older than the
/// first of these are destroyed later. Throws std::bad_alloc there.
void at_end(thread_end& last);

/// How many threads can run at the same time, or 0 where that is not known.
unsigned concurrency() noexcept;

/// What a new thread begins with.
struct thread_start {
    thread_record record;
    /// What the thread does; `self` is its copy of the record. Throws no exception of C++'s, but
    /// the system may unwind it to end a thread of its own. This is gone afterwards.
    virtual void run(thread_record& self) = 0;
    /// Instead: the thread will never go on, wherever it is in `run`. This gives its memory back,
    /// but destroys nothing of the program's.
    virtual void abandoned() noexcept = 0;
    /// Instead: the system refuses to start it, for this reason. Throws.
    [[noreturn]] virtual void refused(const std::error_code& reason) = 0;

  protected:
    ~thread_start() = default;
};

/// Whether a thread waits anew for what it was woken for, and found held: then it may be handed
/// that, where the word says who holds it.
enum class attempt : std::uint8_t { first, again };

/// How a wait ended.
enum class wait_end {
    woken,    ///< by an unpark, or without a reason
    too_late, ///< The deadline has passed. An unpark may have been for this thread all the same:
              ///< then it woke nobody else, and the caller must see to those who wait on.
    has_lock, ///< The lock was handed over: `word` tells that this thread holds it, and that
              ///< others may wait. Only in an `attempt::again`.
};

/// Waits while `word` holds `expected`, until it is unparked, or the deadline has passed. May
/// return early. Looking at the word and starting to wait are one step: an unpark after a change of
/// the word is never missed. Dummy: throws `deadlock` where the wait could never end.
wait_end park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline, purpose why,
              attempt which = attempt::first);

/// Lets one of the threads that wait on `word` go on, if there is one. The word may be gone: only
/// its address is used. But where the running thread is the only one that can have touched a lock
/// since it made it free, this may hand it over to a thread that waits for it again.
void unpark_one(std::uint32_t* word) noexcept;

/// Lets all of them go on. REQUIRES: none waits in an `attempt::again`.
void unpark_all(std::uint32_t* word) noexcept;

/// Between `begin` and `end`, `unpark_one_from_signal` may be called in a signal handler, and does
/// the work of `unpark_one`. `begin` returns why the system refuses, and has changed nothing then.
std::error_code begin_unpark_from_signal();
void unpark_one_from_signal(std::uint32_t* word) noexcept;
void end_unpark_from_signal() noexcept;

/// Lets another thread run, where one is ready.
void yield() noexcept;

/// std::errc() where threads can be started with stacks of `size` bytes, std::errc::not_supported
/// where a size cannot be set, or std::errc::invalid_argument.
/// REQUIRES: `size` is 0 or at least 32,768.
std::errc check_stack_size(std::size_t size) noexcept;

} // namespace weft::backend

namespace weft {

/// For backends: an ident that no other thread has or will get.
ident_t new_ident() noexcept;

} // namespace weft
