// The end of a child of fork which a thread that is not the main one has called.
#include <doctest/doctest.h>

#include "process.hpp"

namespace {

int output = -1;

void write_text(const char* text) {
    support::write_to(output, text);
}

/// Starts another thread, and ends before it.
void be_child() {
    ::alarm(300);
    std::atexit([] { write_text("exit "); });
    weft::start_new_thread([] {
        support::pause();
        write_text("last ");
    });
    weft::exit();
}

void be_parent(pid_t child) {
    int status = -1;
    ::waitpid(child, &status, 0);
    write_text(status == 0 ? "well" : "ill");
}

} // namespace

TEST_CASE("a child ends well when the last of its threads has ended") {
    const auto ended = support::run_process([](int to) {
        output = to;
        support::run([] {
            const pid_t child = ::fork();
            if (child == 0)
                be_child();
            be_parent(child);
        });
    });
    CHECK(ended.ended_well());
    CHECK(ended.output == "last exit well");
}
