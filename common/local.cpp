// Variables of which each thread has its own: their values, and where they are found.
#include "weft/local.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

#include "backend.hpp"
#include "exclusive.hpp" // the backend's
#include "host.hpp"
#include "local_values.hpp"
#include "show_values.hpp" // the system's
#include "word.hpp"        // the backend's

namespace weft {

using detail::local_key;
using detail::local_slot;
using detail::local_value;
using detail::local_values;

constinit local_values detail::no_values{0, nullptr};

namespace {

// Nothing here is ever destroyed: threads may go on while the process ends.
constinit own_lock guard;
constinit local_indexes indexes;
constinit std::uint32_t last_serial = local_slot::nobody;

/// A thread that is not there in the child may have been changing what is guarded. The memory is
/// there at each moment of a change; and no harm is done where two variables get the same place.
WEFT_INITIALISED_EARLY const host::at_fork begin_anew([] { std::construct_at(&guard); });

constexpr std::uint32_t no_index = local_key().index;

void make_room() {
    const std::uint32_t larger = 2 * indexes.next + 16;
    auto* const moved = new std::uint32_t[larger];
    std::copy_n(indexes.free, indexes.free_size, moved);
    delete[] std::exchange(indexes.free, moved);
    indexes.room = larger;
}

std::uint32_t take_index() {
    if (indexes.free_size != 0)
        return indexes.free[--indexes.free_size];
    if (indexes.next >= indexes.room)
        make_room();
    return indexes.next++;
}

void give_back_index(std::uint32_t index) noexcept {
    const backend::exclusive only(guard);
    if (indexes.free_size < indexes.room)
        indexes.free[indexes.free_size++] = index;
}

/// At its first use.
void give_out(local_key& key) {
    const backend::exclusive only(guard);
    if (backend::load(key.index) != no_index)
        return;
    const std::uint32_t index = take_index();
    last_serial = std::max(last_serial + 1, local_slot::nobody + 1); // after 4,294,967,294, again
    backend::exchange(key.serial, last_serial);
    backend::exchange(key.index, index);
}

std::size_t size_of_table(std::size_t slots) {
    return sizeof(local_values) + slots * sizeof(local_slot);
}

void drop(local_values* table) noexcept {
    if (table != &detail::no_values)
        ::operator delete(table);
}

} // namespace

/// What a thread has while it has values, or had some.
struct own_locals final : thread_end {
    /// For a value that it makes, at `index`. Throws std::bad_alloc.
    void make_room(thread_record& self, std::uint32_t index);

    void begin_making(local_value& value) noexcept { push(under_way, value); }
    void give_up(local_value& value) noexcept {
        under_way = value.older;
        value.end(value, local_value::step::give_back);
    }
    void end_making(local_value& value) noexcept;

    [[nodiscard]] local_slot& slot_of(const local_value& value) const {
        return slots()[value.key.index];
    }
    [[nodiscard]] local_slot* slots() const { return const_cast<local_slot*>(table->slots()); }

    void destroy(local_value& value) noexcept;
    void destroy_all() noexcept {
        while (newest != nullptr)
            destroy(*newest);
    }

    /// In the thread, which has ended.
    void ended() noexcept override;
    void give_back() noexcept;

    local_values* table = &detail::no_values;
    local_value* newest = nullptr;
    /// Those that are being made, or destroyed: each inside of the next one.
    local_value* under_way = nullptr;

  private:
    static void push(local_value*& first, local_value& value) noexcept {
        value.older = std::exchange(first, &value);
    }
    static void show_front(local_slot& slot) noexcept {
        slot.serial = slot.value == nullptr ? local_slot::nobody : slot.value->key.serial;
    }
};

void own_locals::make_room(thread_record& self, std::uint32_t index) {
    if (index < table->size)
        return;
    const std::uint32_t size = 2 * index + 8;
    auto* const larger = ::new (::operator new(size_of_table(size))) local_values{size, this};
    auto* const larger_slots = const_cast<local_slot*>(larger->slots());
    std::uninitialized_default_construct_n(
        std::uninitialized_copy_n(slots(), table->size, larger_slots), size - table->size);
    self.locals = larger;
    show_values(*larger);
    drop(std::exchange(table, larger));
}

void own_locals::end_making(local_value& value) noexcept {
    under_way = value.older;
    push(newest, value);
    if (value.older != nullptr)
        value.older->newer = &value;
    local_slot& slot = slot_of(value);
    value.behind = std::exchange(slot.value, &value);
    show_front(slot);
}

/// Until it is destroyed, it is found: its destructor may use the variable, and even end it. That
/// it is newer than itself tells that this is under way.
void own_locals::destroy(local_value& value) noexcept {
    (value.newer == nullptr ? newest : value.newer->older) = value.older;
    if (value.older != nullptr)
        value.older->newer = value.newer;
    value.newer = &value;
    push(under_way, value);
    value.end(value, local_value::step::destroy);
    under_way = value.older;
    local_slot& slot = slot_of(value);
    local_value** at = &slot.value;
    while (*at != &value)
        at = &(*at)->behind;
    *at = value.behind;
    show_front(slot);
    value.end(value, local_value::step::give_back);
}

void own_locals::ended() noexcept {
    destroy_all();
    thread_record& self = backend::self();
    self.locals = &detail::no_values;
    show_values(detail::no_values);
    give_back();
}

void own_locals::give_back() noexcept {
    for (local_value* each : {newest, under_way}) {
        while (each != nullptr) {
            local_value& value = *std::exchange(each, each->older);
            value.end(value, local_value::step::give_back);
        }
    }
    drop(table);
    delete this;
}

namespace {

/// Those of the thread that ends the process are destroyed then: mostly main.
void end_at_exit() {
    static constinit bool done = false;
    if (!std::exchange(done, true))
        std::atexit([] { end_locals(backend::self()); });
}

own_locals& locals_of(thread_record& self) {
    if (self.locals->owner != nullptr)
        return *self.locals->owner;
    auto made = std::make_unique<own_locals>();
    backend::at_end(*made);
    if (self.ident == main_thread_ident)
        end_at_exit();
    return *made.release();
}

struct give_back_room {
    void operator()(local_value* room) const { room->end(*room, local_value::step::give_back); }
};

} // namespace

void end_locals(thread_record& self) noexcept {
    if (self.locals->owner != nullptr)
        self.locals->owner->destroy_all();
}

void drop_locals(thread_record& abandoned) noexcept {
    if (own_locals* const own = std::exchange(abandoned.locals, &detail::no_values)->owner)
        own->give_back();
}

local_indexes begin_local_indexes() noexcept {
    return std::exchange(indexes, {.next = indexes.next});
}

void end_local_indexes(const local_indexes& before) noexcept {
    delete[] indexes.free;
    indexes = before;
}

local_value* detail::find_value(const local_key& key) noexcept {
    const local_values& own = *backend::self().locals;
    const std::uint32_t index = backend::load(key.index);
    if (index >= own.size)
        return nullptr;
    local_value* found = own.slots()[index].value;
    while (found != nullptr && found->key.serial != key.serial)
        found = found->behind;
    return found;
}

detail::making::making(local_key& key, local_value* room) : room_(room) {
    std::unique_ptr<local_value, give_back_room> owned(room);
    if (backend::load(key.index) == no_index)
        give_out(key);
    room->key = {backend::load(key.index), backend::load(key.serial)};
    thread_record& self = backend::self();
    own_locals& own = locals_of(self);
    own.make_room(self, room->key.index);
    own.begin_making(*owned.release());
}

detail::making::~making() {
    if (room_ != nullptr)
        backend::self().locals->owner->give_up(*room_);
}

void detail::making::done() noexcept {
    backend::self().locals->owner->end_making(*std::exchange(room_, nullptr));
}

void detail::end_local(const local_key& key) noexcept {
    const std::uint32_t index = backend::load(key.index);
    if (index == no_index)
        return;
    local_value* const own = find_value(key);
    if (own != nullptr && own->newer != own)
        backend::self().locals->owner->destroy(*own);
    give_back_index(index);
}

} // namespace weft
