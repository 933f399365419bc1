// Threads that are waited for at the end of a scope.
#pragma once

#include <list>

#include <weft/thread.hpp>

class threads {
  public:
    threads() = default;
    ~threads() {
        for (weft::lock_type& each : runs_)
            each.acquire();
    }
    threads(const threads&) = delete;
    threads& operator=(const threads&) = delete;

    template <class F>
    void start(F function) {
        weft::lock_type& runs = runs_.emplace_back();
        runs.acquire();
        weft::start_new_thread([&runs, function] {
            function();
            runs.release();
        });
    }

  private:
    std::list<weft::lock_type> runs_;
};
