// C's streams: they wait for what is read, and for who has locked them, while others run.
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <unistd.h>
#include <utility>

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

TEST_CASE("the functions that read of a stream wait at a pipe") {
    const pipe_pair tested;
    const std::unique_ptr<FILE, int (*)(FILE*)> from(fdopen(dup(tested.out), "r"), std::fclose);
    REQUIRE(from);
    const auto waits = [&](auto call) {
        while_one_waits([&] { CHECK(call()); }, [&] { CHECK(write(tested.in, "x\n", 2) == 2); });
    };
    char got[3]{};
    char* line = nullptr;
    std::size_t room = 0;
    waits([&] { return std::fread(got, 1, 2, from.get()) == 2; });
    waits([&] { return std::fgetc(from.get()) == 'x' && std::fgetc(from.get()) == '\n'; });
    waits([&] { return std::getc(from.get()) == 'x' && std::getc(from.get()) == '\n'; });
    waits([&] { return getline(&line, &room, from.get()) == 2; });
    CHECK(std::string_view(line) == "x\n");
    waits([&] {
        return getdelim(&line, &room, 'x', from.get()) == 1 && std::getc(from.get()) == '\n';
    });
    CHECK(std::string_view(line) == "x");
    std::free(line);
    FILE* const own = std::exchange(stdin, from.get());
    waits([] { return std::getchar() == 'x' && std::getchar() == '\n'; });
    stdin = own;
}

TEST_CASE("who reads a line of a stream is told of its end, and of what cannot be") {
    const pipe_pair tested;
    const std::unique_ptr<FILE, int (*)(FILE*)> from(fdopen(dup(tested.out), "r"), std::fclose);
    REQUIRE(from);
    char* line = nullptr;
    std::size_t room = 0;
    CHECK(getdelim(nullptr, &room, '\n', from.get()) == -1);
    CHECK(errno == EINVAL);
    CHECK(getline(&line, nullptr, from.get()) == -1);
    CHECK(errno == EINVAL);
    descriptor& in = const_cast<descriptor&>(tested.in);
    while_one_waits([&] { CHECK(getline(&line, &room, from.get()) == -1); }, [&] { in.close(); });
    CHECK(std::feof(from.get()) != 0);
    CHECK(std::fgetc(from.get()) == EOF);
    std::free(line);
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

TEST_CASE("the functions that write to a stream wait for who has it") {
    const std::unique_ptr<FILE, int (*)(FILE*)> tested(std::tmpfile(), std::fclose);
    REQUIRE(tested);
    FILE* const to = tested.get();
    const auto waits = [&](auto call) {
        std::rewind(to);
        flockfile(to);
        while_one_waits([&] { CHECK(call() >= 0); },
                        [&] {
                            CHECK(std::fputs("first ", to) >= 0);
                            funlockfile(to);
                        });
        std::rewind(to);
        char got[8]{};
        CHECK(std::fread(got, 1, 7, to) == 7);
        CHECK(std::string_view(got) == "first x");
    };
    const auto to_stdout = [&](auto call) {
        FILE* const own = std::exchange(stdout, to);
        waits(call);
        stdout = own;
    };
    waits([&] { return std::fputc('x', to); });
    waits([&] { return std::putc('x', to); });
    waits([&] { return std::fprintf(to, "%c", 'x'); });
    waits([&] { return static_cast<int>(std::fwrite("x", 1, 1, to)) - 1; });
    to_stdout([] { return std::putchar('x'); });
    to_stdout([] { return std::printf("%c", 'x'); });
    to_stdout([] { return std::puts("x"); });
}

TEST_CASE("ftrylockfile has a stream that nobody else has, as often as it is called") {
    const std::unique_ptr<FILE, int (*)(FILE*)> tested(std::tmpfile(), std::fclose);
    REQUIRE(tested);
    auto tries = [&]() -> void* {
        const bool has_it = ftrylockfile(tested.get()) == 0;
        if (has_it)
            funlockfile(tested.get());
        return has_it ? tested.get() : nullptr;
    };
    CHECK(ftrylockfile(tested.get()) == 0);
    CHECK(ftrylockfile(tested.get()) == 0);
    CHECK(started(tries).join() == nullptr);
    funlockfile(tested.get());
    CHECK(started(tries).join() == nullptr);
    funlockfile(tested.get());
    CHECK(started(tries).join() == tested.get());
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
