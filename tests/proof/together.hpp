// Threads that are waited for by no lock, as the lock is what is looked at.
#pragma once

#include <cstdint>

#include <weft/thread.hpp>

#include "backend.hpp"
#include "scheduler.hpp"

namespace proof {

/// Starts threads, and waits for their ends when it ends itself.
class together {
  public:
    together() = default;
    ~together() {
        if (left_ == 0)
            return;
        weft::backend::running().word = &left_;
        weft::backend::running().deadline = weft::forever;
        weft::backend::running().why = weft::backend::purpose::lock;
        static_cast<void>(weft::backend::wait());
    }
    together(const together&) = delete;
    together& operator=(const together&) = delete;

    template <class F>
    void start(F function) {
        ++left_;
        weft::start_new_thread([this, function] {
            function();
            if (--left_ != 0)
                return;
            if (auto* const waiting = weft::backend::take_waiting(&left_))
                weft::backend::make_ready(*waiting, weft::backend::wait_end::woken);
        });
    }

  private:
    std::uint32_t left_ = 0;
};

} // namespace proof
