// Stop states and their callbacks, step by step, under all schedules up to a bound: each callback
// runs once or was destroyed before, who destroys one that runs elsewhere waits for it, and what is
// gone is not touched.
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <utility>

#include <weft/std/stop_token.hpp>

#include "check.hpp"
#include "operation.hpp"
#include "parking.hpp"
#include "steering.hpp"
#include "together.hpp"

using proof::check_all;
using proof::check_some;
using proof::together;
using weft::stop_callback;
using weft::stop_source;
using weft::stop_token;

namespace {

/// A step, before which another thread may go on.
void step() {
    static std::uint32_t nothing;
    weft::backend::take_point(weft::operation::acquire, &nothing);
}

using callback = stop_callback<std::function<void()>>;

/// Memory for a callback, which is written to when that is gone.
class place {
  public:
    void emplace(const stop_token& token, std::function<void()> called) {
        callback_ = ::new (static_cast<void*>(memory_)) callback(token, std::move(called));
    }
    void reset() {
        std::destroy_at(std::exchange(callback_, nullptr));
        std::memset(memory_, 0x57, sizeof memory_);
    }
    void check() const {
        for (const std::byte each : memory_) {
            if (each != std::byte{0x57})
                weft::fail("it was written to when it was destroyed");
        }
    }

  private:
    alignas(callback) std::byte memory_[sizeof(callback)];
    callback* callback_ = nullptr;
};

/// A callback for a scope.
class placed {
  public:
    placed(const stop_token& token, std::function<void()> called) {
        place_.emplace(token, std::move(called));
    }
    ~placed() {
        place_.reset();
        step();
        place_.check();
    }
    placed(const placed&) = delete;
    placed& operator=(const placed&) = delete;

  private:
    place place_;
};

void two_ask(int early_returns) {
    proof::begin_run(early_returns);
    stop_source source;
    int runs = 0;
    int first = 0;
    {
        const placed called(source.get_token(), [&] { ++runs; });
        together all;
        for (int i = 0; i < 2; ++i)
            all.start([&] { first += source.request_stop() ? 1 : 0; });
    }
    if (runs != 1 || first != 1)
        weft::fail("it was asked to stop twice");
}

/// One registers callbacks and destroys them, while another asks to stop.
void one_registers(int early_returns) {
    proof::begin_run(early_returns);
    stop_source source;
    together all;
    for (int i = 0; i < 2; ++i) {
        all.start([token = source.get_token()] {
            bool runs = false;
            int ran = 0;
            {
                const bool was_asked = token.stop_requested();
                const placed called(token, [&] {
                    runs = true;
                    step();
                    ++ran;
                    runs = false;
                });
                if (was_asked && ran != 1)
                    weft::fail("it did not run");
            }
            if (runs || ran > 1)
                weft::fail("it runs when it was destroyed");
        });
    }
    all.start([&] { source.request_stop(); });
}

/// A callback destroys itself, and the next one, which another thread destroys if it does not.
void one_destroys_itself(int early_returns) {
    proof::begin_run(early_returns);
    stop_source source;
    int runs = 0;
    place own;
    own.emplace(source.get_token(), [&own, &runs] {
        place& self = own;
        int& counted = runs;
        step();
        self.reset();
        ++counted;
    });
    {
        const placed other(source.get_token(), [&] {
            step();
            runs += 10;
        });
        together all;
        all.start([&] { source.request_stop(); });
        all.start([token = source.get_token()] { const placed third(token, [] { step(); }); });
    }
    own.check();
    if (runs != 11)
        weft::fail("a callback did not run");
}

/// Whoever is the last lets go of the state.
void all_let_go(int early_returns) {
    proof::begin_run(early_returns);
    together all;
    auto source = std::make_shared<stop_source>();
    auto called =
        std::make_shared<stop_callback<std::function<void()>>>(source->get_token(), [] {});
    all.start([token = source->get_token()] { static_cast<void>(token.stop_possible()); });
    all.start([called] {});
    all.start([source] { source->request_stop(); });
    called.reset();
    source.reset();
}

} // namespace

TEST_CASE("callbacks run once, or not at all, in all schedules with two preemptions") {
    check_all(3, two_ask, 0);
    check_all(1, two_ask, 1);
    check_all(2, one_registers, 0);
    check_all(1, one_registers, 1);
}

TEST_CASE("a callback may destroy itself, in all schedules with three preemptions") {
    check_all(3, one_destroys_itself, 0);
}

TEST_CASE("the state is let go of once, in all schedules with three preemptions") {
    check_all(3, all_let_go, 0);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    check_some(two_ask, 2);
    check_some(one_registers, 2);
    check_some(one_destroys_itself, 2);
    check_some(all_let_go, 2);
}
