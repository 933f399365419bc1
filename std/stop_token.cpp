// A stop state, and its callbacks.
#include "weft/std/stop_token.hpp"

#include "backend.hpp"
#include "exclusive.hpp" // the backend's
#include "lock_word.hpp"
#include "own_lock.hpp"
#include "park_while.hpp"
#include "steering.hpp" // the backend's
#include "word.hpp"     // the backend's

namespace weft {

namespace {

/// In `stop_state::sources`.
constexpr std::uint32_t requested = 0x8000'0000;

// What the word of a callback holds; `waited_for` besides, where its destructor waits.
constexpr std::uint32_t listed = 0;
constexpr std::uint32_t runs = 1;
constexpr std::uint32_t has_returned = 4;

} // namespace

struct detail::stop_state {
    std::uint32_t owners = 1;
    std::uint32_t sources = 1; ///< how many there are, and whether one has asked to stop
    own_lock guard;            ///< of what follows, and of asking
    ident_t stopper = 0;       ///< the thread that has asked
    stop_callback_node* first = nullptr;
    bool running_is_gone = false; ///< known to the stopper alone
};

/// What a stop state does with its callbacks.
struct detail::stop_callback_node::state_access {
    static void add(stop_callback_node& node, stop_state& state) {
        node.next_ = state.first;
        node.before_ = &state.first;
        if (node.next_ != nullptr)
            node.next_->before_ = &node.next_;
        state.first = &node;
    }

    static void remove(stop_callback_node& node) {
        *node.before_ = node.next_;
        if (node.next_ != nullptr)
            node.next_->before_ = node.before_;
    }

    /// Takes out one that is to be run, and returns it, or null.
    static stop_callback_node* take(stop_state& state) {
        backend::point(operation::acquire, &state);
        const backend::exclusive only(state.guard);
        stop_callback_node* const node = state.first;
        if (node != nullptr) {
            remove(*node);
            backend::exchange(node->word_, runs);
        }
        return node;
    }

    static void run(stop_callback_node& node, stop_state& state) noexcept {
        state.running_is_gone = false;
        node.run_(node);
        if (state.running_is_gone)
            return;
        std::uint32_t* const word = &node.word_;
        backend::point(operation::release, word);
        if ((backend::exchange(*word, has_returned) & waited_for) != 0)
            backend::unpark_one(word);
        backend::point(operation::released, nullptr);
    }

    static void wait(std::uint32_t& word) {
        backend::point(operation::acquire, &word);
        park_while(word, waited_for, backend::purpose::callback, forever,
                   [](std::uint32_t seen) { return seen != has_returned; });
    }
};

detail::stop_state* detail::new_stop_state() {
    return new stop_state;
}

void detail::add_owner(stop_state& state) noexcept {
    backend::add(state.owners, 1);
}

void detail::drop_owner(stop_state& state) noexcept {
    if (backend::add(state.owners, -1U) == 1)
        delete &state;
}

void detail::add_source(stop_state& state) noexcept {
    backend::add(state.sources, 1);
}

void detail::drop_source(stop_state& state) noexcept {
    backend::point(operation::release, &state);
    backend::add(state.sources, -1U);
}

bool detail::is_stop_requested(const stop_state& state) noexcept {
    backend::point(operation::acquire, &state);
    return (backend::load(state.sources) & requested) != 0;
}

bool detail::is_stop_possible(const stop_state& state) noexcept {
    backend::point(operation::acquire, &state);
    return backend::load(state.sources) != 0;
}

bool detail::request_stop(stop_state& state) noexcept {
    backend::point(operation::release, &state);
    {
        const backend::exclusive only(state.guard);
        if ((backend::load(state.sources) & requested) != 0)
            return false;
        backend::add(state.sources, requested);
        state.stopper = backend::self().ident;
    }
    add_owner(state);
    const stop_owner kept(&state); // a callback may destroy the last one besides
    while (stop_callback_node* const node = stop_callback_node::state_access::take(state))
        stop_callback_node::state_access::run(*node, state);
    return true;
}

bool detail::stop_callback_node::add_to(stop_state& state) noexcept {
    backend::point(operation::acquire, &state);
    const backend::exclusive only(state.guard);
    if ((backend::load(state.sources) & requested) != 0)
        return false;
    state_access::add(*this, state);
    return true;
}

void detail::stop_callback_node::remove_from(stop_state& state) noexcept {
    backend::point(operation::acquire, &state);
    bool is_stopper = false;
    {
        const backend::exclusive only(state.guard);
        if (backend::load(word_) == listed) {
            state_access::remove(*this);
            return;
        }
        is_stopper = state.stopper == backend::self().ident;
    }
    if (!is_stopper)
        state_access::wait(word_);
    else if (backend::load(word_) != has_returned)
        state.running_is_gone = true;
}

} // namespace weft
