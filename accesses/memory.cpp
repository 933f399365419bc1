#include "memory.hpp"

#include <algorithm>

#include "atomic_counts.hpp"
#include "c_library.hpp"
#include "weft/detail/tsan.hpp"

namespace weft::accesses {

constinit thread* self = nullptr;

memory::memory() {
    backend::watch_accesses(*this);
    watch_c_library();
    count_atomically();
}

constinit memory* watch = nullptr;

void begin_to_watch() {
    if (watch == nullptr)
        watch = new memory;
}

void memory::begin_exploration(const explore_options& options) {
    shared_.clear();
    races_ = options.races;
    all_points_ = options.accesses == access_points::all;
    weak_ = options.weak_memory;
}

void memory::begin_run(backend::steered_run& run, const thread_record& body) {
    run_ = &run;
    has_learned_ = false;
    started_ = 0;
    shadow_.begin_run();
    held_.clear();
    released_.clear();
    atomics_.clear();
    sequential_stores_.clear();
    sequential_fences_.clear();
    in_a_row_ = 0;
    running_ = 0;
    self = &begin_thread(0, body);
}

thread& memory::begin_thread(unsigned number, const thread_record& record) {
    if (threads_.size() == number)
        threads_.push_back(std::make_unique<thread>());
    started_ = number + 1;
    thread& begun = *threads_[number];
    begun.number = number;
    begun.time = 0;
    begun.record = record;
    for (knowledge* each : {&begun.known, &begun.released, &begun.acquirable})
        each->clear();
    begun.in = &first_;
    begun.holding = held_.none();
    begun.polls.ends();
    begun.tick();
    return begun;
}

void memory::started(unsigned starter, unsigned number, const thread_record& record,
                     const void* stack, std::size_t stack_size) {
    freed(reinterpret_cast<std::uintptr_t>(stack), stack_size);
    begin_thread(number, record).known.join(threads_[starter]->known);
    threads_[starter]->tick();
}

void memory::goes_on(unsigned number) noexcept {
    if (number != running_)
        in_a_row_ = 0;
    running_ = number;
    self = threads_[number].get();
}

void memory::end_run() noexcept {
    self = nullptr;
    for (std::uint8_t* const busy : busy_statics_)
        *busy = 0;
    busy_statics_.clear();
}

void memory::point(operation what, const void* object) {
    backend::access_point(what, object);
    self = nullptr; // it has gone on, but not to the program
}

void memory::acquired(thread& me, const void* object) {
    me.polls.ends();
    if (const auto found = released_.find(reinterpret_cast<std::uintptr_t>(object));
        found != released_.end())
        me.known.join(found->second);
    if (object != &detail::ended_threads)
        me.holding = held_.with(me.holding, object);
}

void memory::releases(thread& me, const void* object) {
    released_[reinterpret_cast<std::uintptr_t>(object)].join(me.known);
    me.tick();
    for (std::size_t i = 0; i < started_; ++i) {
        const held_locks*& held = threads_[i]->holding;
        if (std::find(held->begin(), held->end(), object) != held->end())
            held = held_.without(held, object);
    }
}

void memory::freed(std::uintptr_t begin, std::size_t size) {
    shadow_.each_in(begin, size, [](cell& each, std::uintptr_t) { each.forget(); });
    released_.erase(released_.lower_bound(begin), released_.lower_bound(begin + size));
    atomics_.erase(atomics_.lower_bound(begin), atomics_.lower_bound(begin + size));
}

} // namespace weft::accesses
