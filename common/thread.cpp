// Starting threads, and what is counted of them.
#include "weft/thread.hpp"

#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "awaited_thread.hpp"
#include "backend.hpp"
#include "events.hpp"
#include "excepthook.hpp"
#include "exclusive.hpp" // the backend's
#include "host.hpp"
#include "interrupt.hpp"
#include "lock_word.hpp"
#include "owned_task.hpp"
#include "raise.hpp"
#include "refuse_start.hpp"
#include "registry.hpp"
#include "run_task.hpp" // with exceptions, or without
#include "spawn.hpp"    // the backend's
#include "steering.hpp" // the backend's
#include "word.hpp"     // the backend's

namespace weft {

constinit ident_t main_thread_ident = main_ident;

namespace {

// Nothing here is ever destroyed: threads may go on while the process ends.
constinit own_lock registry_guard;
constinit registry known;

/// In a child of fork, the thread that called it is the only one. Where threads end inside `start`,
/// those that it runs inside of go on, too.
WEFT_INITIALISED_EARLY const host::at_fork begin_anew([] {
    std::construct_at(&registry_guard);
    if (backend::ends_inside_start)
        return;
    const thread_record& self = backend::self();
    known.running = self.is_counted ? 1 : 0;
    main_thread_ident = self.ident;
});

/// Counts a thread from before it is started until it has ended.
class counted {
  public:
    counted() {
        const backend::exclusive only(registry_guard);
        ++known.running;
        ident = ++known.last_ident;
        stack_size = known.next_stack_size;
    }
    ~counted() {
        const backend::exclusive only(registry_guard);
        --known.running;
    }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;

    ident_t ident;
    std::size_t stack_size;
};

/// Has the record of a thread say that it is counted, for a scope.
class shown_as_counted {
  public:
    explicit shown_as_counted(thread_record& self) : self_(self) { self_.is_counted = true; }
    ~shown_as_counted() { self_.is_counted = false; }
    shown_as_counted(const shown_as_counted&) = delete;
    shown_as_counted& operator=(const shown_as_counted&) = delete;

  private:
    thread_record& self_;
};

/// What a thread owns while it runs. The task is destroyed first, and then its values of locals, so
/// that a thread that is not counted any more has let go of both; and it is known until then, as a
/// thread may be abandoned while these end.
struct running_thread final : backend::thread_start {
    running_thread(owned_task&& given, awaited_thread* joinable)
        : awaited(joinable), work(given.release()) {
        record = {.ident = count.ident, .started = work->started};
        if (awaited == nullptr)
            return;
        awaited->word = owner_word(count.ident);
        awaited->ident = count.ident;
        awaited->started = work->started;
        if (awaited->stack_size != 0)
            count.stack_size = awaited->stack_size;
    }
    ~running_thread() {
        destroy()(work);
        work = nullptr;
        if (runs_in_ != nullptr)
            end_locals(*runs_in_);
    }
    running_thread(const running_thread&) = delete;
    running_thread& operator=(const running_thread&) = delete;
    void run(thread_record& self) override {
        runs_in_ = &self;
        const shown_as_counted shown(self);
        const told running(event::begins, event::ends);
        const std::unique_ptr<running_thread, destroy> owned(this);
        if (awaited != nullptr)
            backend::at_end(*awaited); // the first, so it comes last
        run_task(*work, self, awaited != nullptr);
    }
    void abandoned() noexcept override {
        if (work != nullptr)
            work->forget();
        std::allocator<running_thread>().deallocate(this, 1);
    }
    void refused(const std::error_code& reason) override {
        if (awaited == nullptr)
            refuse_start(reason);
        raise(std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again),
                                "weft: can't start a thread: " + reason.message()));
    }
    counted count;
    awaited_thread* const awaited; ///< null: nobody waits for it
    detail::task* work;            ///< null once it is destroyed

  private:
    thread_record* runs_in_ = nullptr;
};

using owned_thread = std::unique_ptr<running_thread, destroy>;

/// Takes back what a thread was to own, where it is not started. Where threads end inside `start`,
/// all are; what leaves this then is the system's unwinding, which ends the program.
class handing_over {
  public:
    explicit handing_over(running_thread& thread) : thread_(thread) {}
    ~handing_over() {
        if (!done && !backend::ends_inside_start)
            delete &thread_;
    }
    handing_over(const handing_over&) = delete;
    handing_over& operator=(const handing_over&) = delete;

    bool done = false;

  private:
    running_thread& thread_;
};

/// From here on, the thread owns itself, unless this throws.
void spawn(running_thread& thread) {
    handing_over over(thread);
    backend::spawn(thread, with_report(thread.count.stack_size));
    over.done = true;
}

ident_t begin(owned_task work, awaited_thread* awaited) {
    alignas(running_thread) std::byte place[sizeof(running_thread)];
    owned_thread thread(backend::ends_inside_start ? ::new (place)
                                                         running_thread(std::move(work), awaited)
                                                   : new running_thread(std::move(work), awaited));
    const ident_t ident = thread->count.ident;
    if (watching != nullptr)
        watching->sees_start(thread->record);
    spawn(*thread.release());
    return ident;
}

} // namespace

void detail::task::anchor() {}

const bool detail::ends_inside_start = backend::ends_inside_start;

ident_t new_ident() noexcept {
    const backend::exclusive only(registry_guard);
    return ++known.last_ident;
}

// Where the thread runs inside these, half of its time would be calls.

WEFT_FLATTENED ident_t detail::start(task* work) {
    const ident_t ident = begin(owned_task(work), nullptr);
    if (backend::load(pending_interrupt) != 0)
        check_interrupt();
    return ident;
}

WEFT_FLATTENED void start(owned_task work, awaited_thread& awaited) {
    begin(std::move(work), &awaited);
}

void refuse_own_end(const awaited_thread& awaited) {
    if (awaited.ident == backend::self().ident)
        raise(std::system_error(std::make_error_code(std::errc::resource_deadlock_would_occur),
                                "weft: a thread waits for its own end"));
}

registry get_registry() noexcept {
    return known;
}

void set_registry(const registry& all) noexcept {
    known = all;
}

void refuse_start(const std::error_code& reason) {
    raise(error("can't start new thread: " + reason.message()));
}

void detail::refuse_null_function() {
    raise(std::invalid_argument("weft: the function of a new thread is a null pointer"));
}

void exit() {
    raise(system_exit());
}

ident_t get_ident() noexcept {
    return backend::self().ident;
}

std::size_t detail::count_running() noexcept {
    backend::point(operation::count, &known);
    const backend::exclusive only(registry_guard);
    return known.running;
}

std::size_t stack_size(std::size_t size) {
    constexpr std::size_t smallest = 32768;
    constexpr std::size_t largest =
        std::numeric_limits<std::size_t>::max() - backend::report_stack_size;
    const bool unfit = size != 0 && (size < smallest || size > largest);
    const std::errc problem = backend::check_stack_size(unfit ? 0 : with_report(size));
    if (problem == std::errc::not_supported)
        raise(error("setting the stack size of threads is not supported by the " +
                    std::string(backend::name) + " backend"));
    if (unfit || problem != std::errc())
        raise(std::invalid_argument("weft::stack_size: the size must be 0, or at least 32768 and "
                                    "no larger than the system can take, not " +
                                    std::to_string(size)));
    const backend::exclusive only(registry_guard);
    return std::exchange(known.next_stack_size, size);
}

std::size_t stack_size() {
    return backend::check_stack_size(0) == std::errc::not_supported ? 0 : stack_size(0);
}

const char* backend_name() noexcept {
    return backend::name;
}

void this_thread::yield() noexcept {
    tell(event::yields);
    backend::yield();
}

} // namespace weft
