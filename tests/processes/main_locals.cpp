// What becomes of the values of locals when main, or another thread, ends the program.
#include <cstdlib>

#include <doctest/doctest.h>

#include <weft/local.hpp>

#include "process.hpp"

using support::write_to;

namespace {

/// Locks that outlive main's return, as every use of them must.
weft::lock_type never_released;
weft::lock_type started;

/// Writes its name at its end.
class named_value {
  public:
    ~named_value() { write_to(file_, name_); }

    void be(const char* name, int file) {
        name_ = name;
        file_ = file;
    }

  private:
    const char* name_ = "";
    int file_ = -1;
};

weft::local<named_value> first_value;
weft::local<named_value> second_value;

} // namespace

TEST_CASE("when main ends, its values of locals are destroyed, and those of no other thread") {
    const auto ended = support::run_process([](int file) {
        first_value->be("first ", file);
        second_value->be("second ", file);
        never_released.acquire();
        started.acquire();
        weft::start_new_thread([file] {
            first_value->be("other ", file);
            started.release();
            never_released.acquire();
        });
        support::wait_for(started);
    });
    CHECK(ended.ended_well());
    CHECK(ended.output == "second first ");
}

TEST_CASE("where another thread ends the program, its values are destroyed, and not main's") {
    const auto ended = support::run_process([](int file) {
        first_value->be("first ", file);
        never_released.acquire();
        weft::start_new_thread([file] {
            first_value->be("other ", file);
            std::exit(0);
        });
        never_released.acquire();
    });
    CHECK(ended.ended_well());
    CHECK(ended.output == "other ");
}
