// C's streams: they wait for what is read, and for who has locked them, while others run.
#include <atomic>
#include <cstdio>
#include <memory>
#include <pthread.h>
#include <string_view>
#include <unistd.h>

#include <doctest/doctest.h>

#include "descriptors.hpp"
#include "eventually.hpp"
#include "going_on.hpp"
#include "started.hpp"

using suite::descriptor;
using suite::let_run;
using suite::pipe_pair;
using suite::started;
using suite::while_one_waits;

TEST_CASE("streams of C's wait at a pipe, each for itself") {
    pipe_pair one;
    pipe_pair two;
    const std::unique_ptr<FILE, int (*)(FILE*)> from(fdopen(dup(one.out), "r"), std::fclose);
    const std::unique_ptr<FILE, int (*)(FILE*)> to(fdopen(dup(two.in), "w"), std::fclose);
    REQUIRE(from);
    REQUIRE(to);
    char line[16]{};
    while_one_waits([&] { CHECK(std::fgets(line, sizeof line, from.get()) == line); },
                    [&] {
                        CHECK(std::fputs("other", to.get()) >= 0);
                        CHECK(std::fflush(to.get()) == 0);
                        CHECK(write(one.in, "a line\n", 7) == 7);
                    });
    CHECK(std::string_view(line) == "a line\n");
    char got[8]{};
    CHECK(read(two.out, got, sizeof got) == 5);
}

TEST_CASE("streams wait for what is read without their locks, too") {
    const pipe_pair tested;
    const std::unique_ptr<FILE, int (*)(FILE*)> from(fdopen(dup(tested.out), "r"), std::fclose);
    REQUIRE(from);
    const auto waits = [&](auto call) {
        while_one_waits([&] { CHECK(call()); }, [&] { CHECK(write(tested.in, "x", 1) == 1); });
    };
    char got[2]{};
    waits([&] { return fread_unlocked(got, 1, 1, from.get()) == 1; });
    waits([&] { return fgetc_unlocked(from.get()) == 'x'; });
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody else reads from it.
    waits([&] { return getc_unlocked(from.get()) == 'x'; });
    waits([&] { return fgets_unlocked(got, sizeof got, from.get()) == got; });
}

TEST_CASE("two threads read lines of one stream, and wait for the second line while others run") {
    const pipe_pair tested;
    const std::unique_ptr<FILE, int (*)(FILE*)> from(fdopen(dup(tested.out), "r"), std::fclose);
    REQUIRE(from);
    std::atomic<int> lines{0};
    auto reads = [&]() -> void* {
        char line[16]{};
        CHECK(std::fgets(line, sizeof line, from.get()) == line);
        CHECK(std::string_view(line) == "a line\n");
        ++lines;
        return nullptr;
    };
    started one(reads);
    started two(reads);
    let_run();
    for (const int count : {1, 2}) {
        CHECK(write(tested.in, "a line\n", 7) == 7);
        CHECK(suite::eventually([&] { return lines == count; }));
    }
}

TEST_CASE("a stream that one thread has locked is waited for") {
    const std::unique_ptr<FILE, int (*)(FILE*)> tested(std::tmpfile(), std::fclose);
    REQUIRE(tested);
    flockfile(tested.get());
    while_one_waits([&] { CHECK(std::fputs("there", tested.get()) >= 0); },
                    [&] {
                        CHECK(std::fputs("here ", tested.get()) >= 0);
                        funlockfile(tested.get());
                    });
    std::rewind(tested.get());
    char line[16]{};
    CHECK(std::fgets(line, sizeof line, tested.get()) == line);
    CHECK(std::string_view(line) == "here there");
}

TEST_CASE("the functions that a stream is written by may wait") {
    const pipe_pair tested;
    cookie_io_functions_t functions{};
    functions.write = [](void* to, const char*, std::size_t size) {
        char got = 0;
        CHECK(read(*static_cast<const descriptor*>(to), &got, 1) == 1);
        return static_cast<ssize_t>(size);
    };
    FILE* const stream = fopencookie(const_cast<descriptor*>(&tested.out), "w", functions);
    REQUIRE(stream != nullptr);
    auto writes = [&]() -> void* {
        CHECK(std::fputs("line", stream) >= 0);
        CHECK(std::fflush(stream) == 0);
        return nullptr;
    };
    {
        started one(writes);
        started two(writes);
        CHECK(write(tested.in, "xx", 2) == 2);
    }
    CHECK(std::fclose(stream) == 0);
}

TEST_CASE("a stream that is closed is held by nobody, nor one at its place") {
    FILE* const closed = std::tmpfile();
    REQUIRE(closed != nullptr);
    flockfile(closed);
    CHECK(std::fclose(closed) == 0);
    FILE* const tested = std::tmpfile(); // at the same place, most likely
    REQUIRE(tested != nullptr);
    auto writes = [&]() -> void* {
        CHECK(std::fputs("there", tested) >= 0);
        return nullptr;
    };
    started(writes).join();
    CHECK(std::fclose(tested) == 0);
}
