// What the threads of a steered program do to memory: where another may go on, what happened before
// what, and which accesses race.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "access_watch.hpp"
#include "calls.hpp"
#include "clocks.hpp"
#include "held_locks.hpp"
#include "places.hpp"
#include "polling.hpp"
#include "shadow.hpp"
#include "steered_run.hpp"
#include "stores.hpp"

namespace weft::accesses {

/// By the numbers that compilers pass.
enum class order : int { relaxed, consume, acquire, release, acquire_release, sequential };

struct thread {
    unsigned number = 0;
    std::uint32_t time = 0;                              ///< its own, in `known`
    thread_record record{.ident = 0, .locals = nullptr}; ///< without values
    knowledge known;
    call* in = nullptr;
    const held_locks* holding = nullptr;
    knowledge released;   ///< before its last fence that releases
    knowledge acquirable; ///< by its next fence that acquires
    polling polls;

    /// What it does from here on is later than what others know of it.
    void tick() { known.before.set(number, ++time); }
};

/// The running one; null where nothing is explored, and while it is in weft itself, which may use
/// functions that were compiled with the flag, as templates are compiled in each file.
extern constinit thread* self;

class memory final : public backend::access_watch {
  public:
    memory();

    // Of these, `me` is the running thread. REQUIRES: it is explored, and `self` is null.

    void see(thread& me, std::uintptr_t address, std::size_t size, bool writes,
             std::uintptr_t place);

    void acquired(thread& me, const void* object);
    void releases(thread& me, const void* object);

    /// It is given back, and is another's when it is next used.
    void freed(std::uintptr_t begin, std::size_t size);
    /// The same, by what the program does in `place`.
    void deleted(thread& me, std::uintptr_t begin, std::size_t size, std::uintptr_t place);

    /// An operation on the atomic object comes next, which may write if it can.
    void see_atomic(thread& me, std::uintptr_t address, std::size_t size, bool writes,
                    std::uintptr_t place);
    /// What it has held until now, when it holds `value`.
    stores& held_by(std::uintptr_t address, any_value value);
    any_value load(thread& me, stores& held, order how);
    void store(thread& me, stores& held, any_value value, order how);
    /// Reads and writes; `value` may be what it holds.
    void exchange(thread& me, stores& held, any_value value, order how);
    /// The last value is read.
    void fail_to_exchange(thread& me, stores& held, order how);
    void fence(thread& me, order how);

    /// An initialiser of a static object begins, or ends. `busy` is 0 when it is abandoned.
    void begins_static(std::uint8_t& busy) { busy_statics_.push_back(&busy); }
    void ends_static(std::uint8_t& busy) { std::erase(busy_statics_, &busy); }

    void begin_exploration(const explore_options& options) override;
    void begin_run(backend::steered_run& run, const thread_record& body) override;
    void started(unsigned starter, unsigned number, const thread_record& record, const void* stack,
                 std::size_t stack_size) override;
    bool pauses() noexcept override { return std::exchange(self, nullptr) != nullptr; }
    void goes_on(unsigned number) noexcept override;
    void end_run() noexcept override;
    void tell_race(std::string& what, std::string& report) const override;
    [[nodiscard]] bool has_learned() const noexcept override { return has_learned_; }
    void know(std::uintptr_t shared_place) override { shared_.add(shared_place); }

  private:
    static void point(operation what, const void* object);
    thread& begin_thread(unsigned number, const thread_record& record);
    void see_all(thread& me, std::uintptr_t address, std::size_t size, bool writes, bool is_atomic,
                 std::uintptr_t place);
    void learn(std::uintptr_t place);
    void add(cell& where, std::uintptr_t address, const access& made, const thread& me);
    void conflict(cell& where, std::uintptr_t address, const access& before, const access& made,
                  const char* does);
    [[nodiscard]] std::string told(const access& made, const char* does) const;
    any_value read(thread& me, stores& held, std::size_t late, order how);
    static void acquire(thread& me, const accesses::store& read, order how);
    void add(thread& me, stores& held, any_value value, order how, knowledge&& released);

    bool races_ = true;
    bool all_points_ = false;
    bool weak_ = false;

    backend::steered_run* run_ = nullptr;
    places shared_; ///< where the program comes to what threads share
    bool has_learned_ = false;
    unsigned running_ = 0;
    unsigned in_a_row_ = 0; ///< how many accesses, the last ones, are the running thread's
    struct {
        std::uintptr_t address = 0;
        access before{}, made{};
        const char* does = nullptr;
    } race_;
    std::vector<std::unique_ptr<thread>> threads_; ///< of this run, and of others
    std::size_t started_ = 0;                      ///< in this run
    shadow shadow_;
    std::vector<std::uint8_t*> busy_statics_;
    std::map<std::uintptr_t, knowledge> released_; ///< what an acquire of each comes after
    std::map<std::uintptr_t, stores> atomics_;
    clocks sequential_stores_;
    clocks sequential_fences_;

    call first_;
    all_held_locks held_;
};

/// What watches, from the first call on. Not destroyed: the program goes on while it ends.
void begin_to_watch();
extern constinit memory* watch;

/// Where something is explored, calls `does` with what watches it, and the running thread.
template <class F>
void when_explored(F does) {
    thread* const me = self;
    if (me == nullptr)
        return;
    self = nullptr;
    does(*watch, *me);
    self = me;
}

/// Whether there is one for all threads here, of which real ones each would have their own.
bool is_thread_local(std::uintptr_t address);

} // namespace weft::accesses
