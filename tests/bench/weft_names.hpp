// weft's vocabulary, as what is measured takes it.
#pragma once

#include <weft/std/barrier.hpp>
#include <weft/std/future.hpp>
#include <weft/std/latch.hpp>
#include <weft/std/semaphore.hpp>
#include <weft/std/thread.hpp>

struct weft_names {
    using thread = weft::thread;
    using semaphore = weft::counting_semaphore<>;
    using latch = weft::latch;
    using barrier = weft::barrier<>;
    static void arrive_and_wait(barrier& all) { all.arrive_and_wait(); }
    template <class R>
    using promise = weft::promise<R>;
    template <class Signature>
    using packaged_task = weft::packaged_task<Signature>;
    template <class F>
    static auto async(F function, int n) {
        return weft::async(weft::launch::async, function, n);
    }
    template <class F>
    static auto deferred(F function, int n) {
        return weft::async(weft::launch::deferred, function, n);
    }
};
